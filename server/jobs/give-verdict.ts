import { type Judgement, projectVerdicts, VERDICT_GIVEN, verdictOn } from "../audit/run/verdict.ts";
import { transaction } from "../store/database.ts";
import type { Principal } from "../store/principal.ts";
import type { House } from "./house.ts";

/** Judges a finding: written to the journal with the evidence it rests on, then into the table. @throws finding.not_found, finding.evidence_changed */
export async function giveVerdict({ database, journal }: House, principal: Principal, judgement: Judgement) {
  const verdict = await database.read(principal, (reader) => verdictOn(reader, principal, judgement));
  const entry = await journal.append(principal.id, VERDICT_GIVEN, { ...verdict });
  await database.act((connection) => transaction(connection, () => projectVerdicts(connection, [entry])));
  return { verdict: entry.seq, at: entry.at };
}
