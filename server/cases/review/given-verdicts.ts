import { reviewedWhole } from "../../audit/run/reviewed.ts";
import { wholeFindings } from "../../audit/run/scoped-findings.ts";
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
  const wanted = join(verdicts.map((each) => BigInt(each)));
  const rows = await reader.rows<GivenBefore>(sql`
    select given.verdict, given.finding, counting.finding as counts, reviewer, ended, second_by as "secondBy"
    from (select * from verdict where verdict in (${wanted})) as given
    left join (select verdict, any_value(finding) as finding from ${reviewedWhole(principal)} where verdict in (${wanted}) group by verdict) as counting
      on counting.verdict = given.verdict
    where counting.finding is not null or given.finding in (select finding from ${wholeFindings(principal)})`);
  return new Map(rows.map((row) => [row.verdict, row]));
}

/** @throws review.verdict_not_found */
export function seenVerdict(found: ReadonlyMap<number, GivenBefore>, verdict: number): GivenBefore {
  const given = found.get(verdict);
  if (!given) throw fail("review.verdict_not_found", { verdict });
  return given;
}
