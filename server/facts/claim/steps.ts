import { readFileSync } from "node:fs";
import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import { knownRegions, regionLookup } from "../regions-lookup.ts";
import { careGroups, filingCategories, hospitalTiers, noFilingPairs } from "./codes.ts";
import { takenBackAt } from "./taken-back.ts";

/** One step towards the fact: a relation that the steps after it read by its name. */
export interface Step {
  name: string;
  rows: Sql;
  /** Read often or by many: kept while the fact is made. The others are woven into those that read them. */
  kept: boolean;
}

/** Records of the persons of `settlement_row`, under any of their certificates. More than needed do no harm. */
const ofPersons = `(
    person_no in (select person_no from settlement_row) or certificate_no in (
      select certificate_no from settlement_row
      union
      select certificate from person_exception where person_id in (
        select certificate_no from settlement_row
        union
        select person_id from person_exception where certificate in (select certificate_no from settlement_row)
      )
      union
      select person_id from person_exception where certificate in (select certificate_no from settlement_row)
    )
  )`;

/** Columns of `settlement` the fact rests on: rows are wide, and what is not named here is not read. */
const columns = `settlement_id, encounter_id, sender_settlement_id, reversed_settlement_id, insured_area, care_area, institution_code,
  deductible_level, hospital_level, care_type, scheme, settlement_type, payment_place, manual_reason, refunded, credential_type,
  certificate_no, person_no, sex, birth_date, age, person_type, special_person_type, civil_servant, third_party, begin_date, end_date, settled_at, disease_code,
  emergency, outpatient_emergency_referral, counts_admission, benefit_year, invoice_no,
  total_cost, full_self_pay, over_limit, first_pay, in_scope, deductible_standard, deductible_paid, basic_fund, civil_servant_fund, enterprise_fund,
  serious_illness_fund, large_amount_fund, disability_fund, medical_aid_fund, other_fund, fund_total,
  personal_share, account_paid, family_account_paid, family_account_owner, cash_paid, hospital_share, generated_scale, reported_by, batch_from`;

/**
 * Valid settlements with what sides and reversals are told by. row_no is the row in the stored table; `rows`: an SQL condition on it.
 * A row without a pointer and below zero is a reversal that names nothing: it must not be counted as a visit either.
 */
export function settlementRows(asOf?: number, rows: Sql = raw("true")): Sql {
  return sql`select rowid as row_no, coalesce(country, 'CN') as country, ${raw(columns)},
      coalesce(reported_by, 'unknown') = 'care' as from_care,
      case reported_by when 'insured' then 0 when 'care' then 2 else 1 end as side_rank,
      coalesce(pooling_area, case when reported_by = 'care' then care_area else insured_area end) as diagnosis_area,
      total_cost < 0 or coalesce(refunded = '1' and reversed_settlement_id is not null, false) as is_reversal
    from settlement
    where ${versionsAt(asOf)} and coalesce(valid, '1') = '1' and ${rows}`;
}

/** Of which moment, and whether `settlement_row` holds a part of the settlements, so that what is read beside them is narrowed down to it. */
export interface Extent {
  asOf?: number;
  part?: boolean;
}

/** The steps from `settlement_row` and `person_exception` to the fact, in their order; the last one is the fact. */
export function claimSteps(extent: Extent = {}): Step[] {
  const { asOf } = extent;
  const at = (name: string) => ofFile(name, extent);
  return [
    woven("institution_at", institutions(asOf)),
    kept("care_group", careGroups()),
    kept("hospital_tier", hospitalTiers()),
    kept("filing_category", filingCategories()),
    kept("no_filing", noFilingPairs()),
    woven("placed_row", at("places")),
    kept("reversal_state", at("reversals")),
    kept("pair_by_number", at("pairs-by-number")),
    kept("pair_by_likeness", at("pairs-by-likeness")),
    kept("pair", at("pairs")),
    kept("settlement_state", at("states")),
    kept("visit_part", at("visits")),
    kept("filing_place", sql`select distinct insured_area from filing where ${versionsAt(asOf)}`),
    kept("filing_row", at("filings")),
    kept("region_of", sql`select * from ${regionLookup(sql`(${at("codes")})`)}`),
    kept("known_region", sql`select id, latitude, longitude from ${knownRegions()}`),
    kept("area_distance", at("distances")),
    kept("main_diagnosis", at("main-diagnoses")),
    kept("encounter_at", at("encounters")),
    kept("special_item", at("special-items")),
    kept("special_drug_encounter", at("special-drugs")),
    woven("claimant", at("claimants")),
    woven("filing_candidate", at("filing-candidates")),
    kept("filing_of", at("filing-chosen")),
    kept("filing_area", filingAreas()),
    woven("claim", at("claim")),
  ];
}

/** Candidates of stays, to be kept beside the fact: (row_no, filing_id, filing_class, covers, reason). */
export const filingCandidates = (): Sql => ofFile("filing-candidates");

/** The drugs of the dual channel, as the fact takes them. */
export const specialItems = (): Sql => ofFile("special-items");

/** What the stored fact rests on beside the data. */
export function wordingOf(steps: readonly Step[]): string {
  return [settlementRows(), ...steps.map(({ rows }) => rows)].map(({ text }) => text).join("\n");
}

/** Steps as the WITH list of one statement. */
export function withSteps(first: readonly Step[], steps: readonly Step[]): Sql {
  return join(
    [...first, ...steps].map(({ name, rows, kept }) =>
      kept ? sql`${ident(name)} as materialized (${rows})` : sql`${ident(name)} as not materialized (${rows})`,
    ),
  );
}

const woven = (name: string, rows: Sql): Step => ({ name, rows, kept: false });
const kept = (name: string, rows: Sql): Step => ({ name, rows, kept: true });

/** A batch number: the state after that batch. Absent: the current rows. */
export function versionsAt(asOf?: number): Sql {
  if (asOf === undefined) return raw("batch_to is null");
  const batch = Math.trunc(asOf);
  return raw(`batch_from <= ${batch} and (batch_to is null or batch_to > ${batch})`);
}

function ofFile(name: string, { asOf, part = false }: Extent = {}): Sql {
  const text = readFileSync(new URL(`${name}.sql`, import.meta.url), "utf8");
  const near = part ? "and encounter_id in (select encounter_id from settlement_row)" : "";
  const persons = part ? `and ${ofPersons}` : "";
  return raw(
    text
      .replaceAll("/*versions*/", versionsAt(asOf).text)
      .replaceAll("/*near*/", near)
      .replaceAll("/*taken back*/", takenBackAt().text)
      .replaceAll("/*persons*/", persons),
  );
}

function institutions(asOf?: number): Sql {
  return sql`select institution_code, max(area) as area, max(coalesce(deductible_level, hospital_level)) as level
    from institution where ${versionsAt(asOf)} group by institution_code`;
}

function filingAreas(): Sql {
  return sql`select distinct region_of.area from filing_place join region_of on country = 'CN' and code = insured_area`;
}
