import { fail } from "../../errors.ts";
import type { Principal } from "../../store/principal.ts";
import type { Cell, Reader } from "../../store/reader.ts";
import { inScope, scoped } from "../../store/scope.ts";
import { raw, type Sql, sql } from "../../store/sql.ts";
import { scopedFindings } from "../run/scoped-findings.ts";

type Row = Record<string, Cell>;

/** What a principal may see of a person: what lies in his scope, over provinces. */
export interface PersonRecord {
  sex: string | null;
  birthYear: number | null;
  claims: Row[];
  claimsTotal: number;
  stays: Row[];
  filings: Row[];
  findings: Row[];
}

const MOST = 2000;

/**
 * The whole pseudonym of a person with a claim in the principal's scope.
 * @param id the pseudonym, or its first eight signs
 * @param claim one of the person's claims, where the eight signs are those of several persons
 * @throws person.not_found, person.ambiguous
 */
export async function seenPerson(
  reader: Reader,
  principal: Principal,
  id: string,
  claim: string | null,
): Promise<string> {
  const rows = await reader.rows<{ person: string }>(
    sql`select distinct person_id::varchar as person from ${scoped(principal, "claim")} as claim
        where starts_with(person_id::varchar, ${id}) and (${claim}::varchar is null or claim_id = ${claim}) limit 2`,
  );
  if (rows.length > 1) throw fail("person.ambiguous", { person: id });
  if (!rows[0]) throw fail("person.not_found", { person: id });
  return rows[0].person;
}

/** The person's settlements, stays, filings and findings, the latest first; claims at most 2,000. */
export async function personRecord(reader: Reader, principal: Principal, person: string): Promise<PersonRecord> {
  const own = sql`(select * from ${scoped(principal, "claim")} as claim where person_id = ${person}::uuid)`;
  const named = (rows: Sql, order: string) => sql`
    with record as (${rows}),
    host as (select institution_code, any_value(institution_name) as institution from institution
      where batch_to is null and institution_code in (select institution_code from record) group by institution_code)
    select record.*, institution from record left join host using (institution_code) order by ${raw(order)}`;
  const claims = await reader.rows<Row>(
    named(
      sql`select claim_id, settlement_id, care_group, care_type, route, scheme, visit_begin as begin, visit_end as end, settled_at, institution_code,
          insured_city, insured_province, care_city, care_province, main_diagnosis, filing_id, total_cost, fund_total
        from ${own} as own order by settled_at desc, claim_id limit ${MOST}`,
      "settled_at desc, claim_id",
    ),
  );
  const stays = await reader.rows<Row>(
    named(
      sql`select visit_id, claim_id, begin_date as begin, end_date as end, nights, institution_code, insured_city, insured_province, care_city, care_province
        from (select * from stay where person_id = ${person}::uuid and ${inScope(principal, stayPlaces)}) as stay`,
      "begin desc, visit_id",
    ),
  );
  const about = await reader.one<{ total: number; sex: string | null; age: number | null; birthYear: number | null }>(
    sql`select count(*) as total, arg_max(sex, settled_at) as sex,
          arg_max(year(settled_at) - floor(age)::integer, settled_at)::integer as "birthYear"
        from ${own} as own`,
  );
  return {
    sex: about.sex,
    birthYear: about.birthYear,
    claims,
    claimsTotal: about.total,
    stays,
    filings: await filingsOf(reader, own),
    findings: await findingsOf(reader, principal, own, person),
  };
}

const stayPlaces = {
  ...{ insured: "insured_province", care: "care_province" },
  ...{ insuredCity: "insured_city", careCity: "care_city" },
};

/** Filings that could cover one of the claims, with how many they cover. */
function filingsOf(reader: Reader, own: Sql): Promise<Row[]> {
  return reader.rows<Row>(sql`
    select filing.filing_id, filing.insured_area, filing.area, any_value(claim_filing.filing_class) as filing_class, any_value(filing.begin_date) as begin,
      any_value(filing.end_date) as end, any_value(filing.created_at) as created_at, count(*) filter (covers) as covers
    from ${own} as own join claim_filing using (claim_id)
    join filing on filing.filing_id = claim_filing.filing_id and filing.insured_area = own.insured_area and filing.batch_to is null
    group by filing.filing_id, filing.insured_area, filing.area order by begin desc, filing.filing_id`);
}

/** Findings that stand and speak about the person, each as the principal sees it. */
function findingsOf(reader: Reader, principal: Principal, own: Sql, person: string): Promise<Row[]> {
  return reader.rows<Row>(sql`
    select finding, rule, day, lead, institution_code as "institutionCode", care_province as "careProvince", len(claims) as claims,
      claims_elsewhere as "claimsElsewhere"
    from ${scopedFindings(principal)} as found
    where state = 'open' and (person_id = ${person} or list_has_any(claims, (select list(claim_id) from ${own} as own)))
    order by day desc, finding`);
}
