import { reviewedWhole } from "../../audit/run/reviewed.ts";
import type { Ending } from "../../audit/run/verdict-terms.ts";
import { fail } from "../../errors.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { join, sql } from "../../store/sql.ts";

/** A verdict as it was given, and what became of it. */
export interface GivenBefore {
  verdict: number;
  /** The finding it was given on; `counts` the one that it counts for now, if any. */
  finding: string;
  counts: string | null;
  reviewer: string;
  ended: Ending | null;
  secondBy: string | null;
}

/** Verdicts by number, of findings that the principal may see; others are absent as if there were none. */
export async function givenVerdicts(
  reader: Reader,
  principal: Principal,
  verdicts: readonly number[],
): Promise<Map<number, GivenBefore>> {
  if (verdicts.length === 0) return new Map();
  const given = await reader.rows<Omit<GivenBefore, "counts"> & { same: string[] }>(sql`
    select verdict, finding, reviewer, ended, second_by as "secondBy",
      (select list(finding.finding) from finding where finding.evidence_hash = verdict.evidence_hash and finding.rule = verdict.rule) as same
    from verdict where verdict in (${join(verdicts.map((each) => BigInt(each)))})`);
  const about = [...new Set(given.flatMap(({ finding, same }) => [finding, ...(same ?? [])]))];
  if (about.length === 0) return new Map();
  const standing = await reader.rows<{ finding: string; verdict: number | null }>(
    sql`select finding, verdict from ${reviewedWhole(principal, about)}`,
  );
  const seen = new Set(standing.map(({ finding }) => finding));
  const counting = new Map(standing.map(({ verdict, finding }) => [verdict, finding]));
  return new Map(
    given.flatMap(({ same: _, ...each }) => {
      const counts = counting.get(each.verdict) ?? null;
      return counts !== null || seen.has(each.finding) ? [[each.verdict, { ...each, counts }] as const] : [];
    }),
  );
}

/** @throws review.verdict_not_found */
export function seenVerdict(found: ReadonlyMap<number, GivenBefore>, verdict: number): GivenBefore {
  const given = found.get(verdict);
  if (!given) throw fail("review.verdict_not_found", { verdict });
  return given;
}
