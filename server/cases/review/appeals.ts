import { fail } from "../../errors.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import { inTurn, type ReviewingHouse } from "./in-turn.ts";
import { instantOf } from "./instant.ts";
import { type Appealed, FINDING_APPEALED } from "./review-acts.ts";
import { type Standing, standings } from "./standing.ts";

export interface AskedAppeal {
  finding: string;
  /** Of the evidence that the institution answers; absent: of what stands now. */
  evidenceHash?: string | undefined;
  reason: string;
  /** Names of files that came with it. */
  files: readonly string[];
  by: "institution";
}

/**
 * An institution contests a finding: it is open again, also after approval, and what was said of it is history. The same appeal twice is one.
 * @throws finding.not_found, finding.evidence_changed, review.closed, review.nothing_to_appeal, review.already_appealed
 */
export async function appealFinding(
  house: ReviewingHouse,
  principal: Principal,
  { finding, evidenceHash, reason, files, by }: AskedAppeal,
): Promise<{ appeal: number; at: string }> {
  const appealed = await inTurn(house, principal, async ({ reader, write }) => {
    const standing = (await standings(reader, principal, [finding])).get(finding);
    if (!standing) throw fail("finding.not_found", { finding });
    if (evidenceHash !== undefined && standing.evidenceHash !== evidenceHash)
      throw fail("finding.evidence_changed", { finding, changed: "evidence" });
    if (standing.state === "closed") throw fail("review.closed", { finding });
    if (standing.label === "dismissed") throw fail("review.nothing_to_appeal", { finding });
    if (standing.stage === "appealed") return sameAppeal(reader, standing, { reason, files });
    const ends = await countingVerdicts(reader, standing);
    const act: Appealed = { finding, evidenceHash: standing.evidenceHash, reason, files: [...files], by, ends };
    const { seq, at } = await write(FINDING_APPEALED, act);
    return { appeal: seq, at };
  });
  house.review.changed([finding], principal.id);
  return appealed;
}

async function sameAppeal(
  reader: Reader,
  { finding, evidenceHash }: Standing,
  { reason, files }: Pick<AskedAppeal, "reason" | "files">,
): Promise<{ appeal: number; at: string }> {
  const waiting = await reader.one<{ appeal: number; at: string; reason: string; files: string[] }>(sql`
    select appeal, recorded_at as at, reason, files from finding_appeal
    where finding = ${finding} and evidence_hash = ${evidenceHash} order by appeal desc limit 1`);
  const { appeal } = waiting;
  const at = instantOf(waiting.at);
  if (waiting.reason === reason && waiting.files.join("\n") === files.join("\n")) return { appeal, at };
  throw fail("review.already_appealed", { finding, at });
}

/** Verdicts that count on its evidence, also those that a later one stands before. */
async function countingVerdicts(reader: Reader, standing: Standing): Promise<number[]> {
  const { finding, rule, evidenceHash, claims } = standing;
  const rows = await reader.rows<{ verdict: number }>(sql`
    select verdict from verdict where ended is null and rule = ${rule} and evidence_hash = ${evidenceHash}
      and (${claims.length > 0} or finding = ${finding}) order by verdict`);
  return rows.map(({ verdict }) => verdict);
}
