import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { scoped } from "../../store/scope.ts";
import { join, raw, sql } from "../../store/sql.ts";
import { seenFinding } from "./finding-list.ts";

/** A claim that a finding speaks about, as a network or a time line draws it. The person is told apart by eight signs of its pseudonym. */
export interface FindingClaim {
  claim_id: string;
  settlement_id: string;
  person: string | null;
  begin: string | null;
  end: string | null;
  settled_at: string;
  institution_code: string;
  institution: string | null;
  insured_city: string;
  insured_province: string;
  care_city: string;
  care_province: string;
  care_group: string;
  total_cost: string;
  fund_total: string;
  /** One of the finding's own; else it is shown beside them. */
  own: boolean;
}

const columns =
  raw(`claim_id, settlement_id, left(person_id::varchar, 8) as person, visit_begin as begin, visit_end as end, settled_at, institution_code,
  insured_city, insured_province, care_city, care_province, care_group, total_cost, fund_total`);

const MOST = 2000;
/** Days before and after the finding within which a person's other visits are shown. */
const AROUND = 183;

/**
 * The claims of a finding that lie in the principal's scope, by person and day, at most 2,000; `total` is how many claims the finding has, whoever may see them.
 * @throws finding.not_found
 */
export async function findingClaims(
  reader: Reader,
  principal: Principal,
  id: string,
): Promise<{ claims: FindingClaim[]; total: number }> {
  const { claims, claimsElsewhere } = await seenFinding(reader, principal, id);
  if (claims.length === 0) return { claims: [], total: claimsElsewhere };
  const rows = await reader.rows<Omit<FindingClaim, "own">>(
    sql`with own as (select ${columns} from ${scoped(principal, "claim")} where claim_id in (${join(claims)}) limit ${MOST}),
        known as (
          select institution_code, any_value(institution_name) as institution from institution
          where batch_to is null and institution_code in (select institution_code from own) group by institution_code
        )
        select own.*, institution from own left join known using (institution_code) order by person, begin, claim_id`,
  );
  return { claims: rows.map((row) => ({ ...row, own: true })), total: claims.length + claimsElsewhere };
}

/**
 * What the persons of a finding had around it: their visits within half a year before and after its claims, in the principal's scope, stays and other visits alike.
 * For a finding about at most six persons; more are a network.
 * @throws finding.not_found
 */
export async function personTrack(
  reader: Reader,
  principal: Principal,
  id: string,
): Promise<{ visits: FindingClaim[] }> {
  const finding = await seenFinding(reader, principal, id);
  const claims = finding.claims.length > 0 ? join(finding.claims) : raw("null");
  const rows = await reader.rows<FindingClaim>(
    sql`with seen as (select * from ${scoped(principal, "claim")}),
        own as (select person_id, visit_begin, visit_end, settled_at from seen where claim_id in (${claims})),
        about as (
          select person_id from own where person_id is not null
          union select cast(${finding.personId} as uuid) where ${finding.personId} is not null
        ),
        span as (
          select coalesce((select min(coalesce(visit_begin, settled_at::date)) from own), cast(${finding.day} as date)) - ${AROUND} as first,
            coalesce((select max(coalesce(visit_end, settled_at::date)) from own), cast(${finding.day} as date)) + ${AROUND} as last
        ),
        around as (
          select ${columns}, coalesce(claim_id in (${claims}), false) as own
          from seen, span
          where person_id in (from about) and (select count(*) from about) <= 6
            and coalesce(visit_end, settled_at::date) >= span.first and coalesce(visit_begin, settled_at::date) <= span.last
          limit ${MOST}
        ),
        known as (
          select institution_code, any_value(institution_name) as institution from institution
          where batch_to is null and institution_code in (select institution_code from around) group by institution_code
        )
        select around.*, institution from around left join known using (institution_code) order by settled_at, claim_id`,
  );
  return { visits: rows };
}
