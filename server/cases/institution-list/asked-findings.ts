import type { RuleCards } from "../../audit/pages/rule-card.ts";
import { reviewedFindings } from "../../audit/run/reviewed.ts";
import type { Principal } from "../../store/principal.ts";
import { join, raw, type Sql, sql } from "../../store/sql.ts";

/** Rules whose findings an institution answers for. What persons or agencies are responsible for is not asked of it. */
const askedRules = ({ cards }: RuleCards): string[] =>
  [...cards.values()].filter(({ responsible }) => responsible === "institution").map(({ id }) => id);

/**
 * Open findings that institutions answer for, as a principal may see them, with where they stand; `institution_code` is never null. One that speaks about
 * several institutions is none of them's, also to a reader who sees the claims of one alone.
 */
export function askedFindings(principal: Principal, library: RuleCards): Sql {
  const rules = askedRules(library);
  const among = rules.length === 0 ? raw("false") : sql`rule in (${join(rules)})`;
  return sql`(
    from ${reviewedFindings(principal)} as found semi join finding as whole using (finding, institution_code)
    where state = 'open' and institution_code is not null and ${among})`;
}
