import { type Evidence, evidenceChange } from "../../audit/run/evidence-change.ts";
import { reviewedWhole, type Stage } from "../../audit/run/reviewed.ts";
import type { Label, Strength } from "../../audit/run/verdict-terms.ts";
import { fail } from "../../errors.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import { instantOf } from "./instant.ts";
import { personName } from "./person-names.ts";
import type { JudgedEvidence } from "./review-acts.ts";

/** A finding with the whole of its evidence and what stands on it, for acts to be checked against. Never for an answer. */
export interface Standing extends JudgedEvidence {
  finding: string;
  evidenceHash: string;
  state: string;
  stage: Stage;
  /** The verdict that counts. */
  verdict: number | null;
  label: Label | null;
  strength: Strength | null;
  reason: string | null;
  reviewer: string | null;
  givenAt: string | null;
  putOff: number | null;
}

/** Findings by id; one that the principal may not see is absent as if there were none. */
export async function standings(
  reader: Reader,
  principal: Principal,
  findings: readonly string[],
): Promise<Map<string, Standing>> {
  if (findings.length === 0) return new Map();
  const rows = await reader.rows<Standing>(sql`
    select finding, rule, subject, version, rule_hash as "ruleHash", parameters, claims, lines, shown, evidence_hash as "evidenceHash", state, stage,
      verdict, verdict_label as label, verdict_strength as strength, verdict_reason as reason, verdict_by as reviewer, verdict_at as "givenAt", put_off as "putOff"
    from ${reviewedWhole(principal, findings)}`);
  return new Map(
    rows.map((row) => [row.finding, { ...row, givenAt: row.givenAt === null ? null : instantOf(row.givenAt) }]),
  );
}

/** What a page saw of the finding that it asks an act on. */
export interface Seen {
  finding: string;
  evidenceHash: string;
  stage?: Stage | undefined;
}

/**
 * The finding as the page saw its evidence.
 * @throws finding.not_found, review.closed, and finding.evidence_changed with the parts that changed
 */
export async function withEvidence(
  reader: Reader,
  found: Standing | undefined,
  { finding, evidenceHash }: Pick<Seen, "finding" | "evidenceHash">,
): Promise<Standing> {
  if (!found) throw fail("finding.not_found", { finding });
  if (found.evidenceHash !== evidenceHash)
    throw fail("finding.evidence_changed", { finding, changed: await changedParts(reader, found, evidenceHash) });
  if (found.state === "closed") throw fail("review.closed", { finding });
  return found;
}

/** @throws review.stage_changed with where it stands now, and who judged it */
export async function atStage(reader: Reader, found: Standing, stage: Stage | undefined): Promise<void> {
  if (stage === undefined || found.stage === stage) return;
  const { finding, reviewer, label, givenAt } = found;
  const judged = reviewer === null ? {} : { label, name: await personName(reader, reviewer), at: givenAt };
  throw fail("review.stage_changed", { finding, expected: stage, got: found.stage, ...judged });
}

/** Names of what is other than it was under another hash; `evidence` where nobody kept what that was. */
async function changedParts(reader: Reader, found: Standing, evidenceHash: string): Promise<string> {
  const [before] = await reader.rows<Evidence>(sql`
    select claims, lines, shown from finding_history
    where finding = ${found.finding} and evidence_hash = ${evidenceHash} order by run desc limit 1`);
  if (!before) return "evidence";
  const change = evidenceChange(before, found);
  const parts = (["claims", "lines", "shown"] as const).filter(
    (part) => change[part].gone.length + change[part].come.length > 0,
  );
  return parts.join();
}
