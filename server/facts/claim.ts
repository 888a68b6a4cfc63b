import { readFileSync } from "node:fs";
import { loadDictionary } from "../store/dictionary.ts";
import { join, literal, raw, type Sql, sql } from "../store/sql.ts";
import { regionLookup } from "./regions-lookup.ts";

/** Which settlements a claim relation is built from. */
export interface ClaimSource {
  /** A batch number: the state after that batch. Absent: the current rows. */
  asOf?: number;
  /** The settlements to judge, as a relation with the columns of `currentSettlements`. Absent: all of them. */
  part?: Sql;
  /** A table made from `judgedSettlements`. Absent: computed inside. */
  settled?: Sql;
  /** A table made from `claimRegions`: with its true size known the joins are planned well. Absent: computed inside. */
  regions?: Sql;
}

const text = (file: string) => raw(readFileSync(new URL(file, import.meta.url), "utf8"));
const files = {
  states: text("claim-states.sql"),
  encounters: text("claim-encounters.sql"),
  places: text("claim-places.sql"),
  codes: text("claim-codes.sql"),
  claim: text("claim.sql"),
};

/** The wording of the fact: a stored fact built by other wording is built anew. */
export const claimWording = (): string =>
  [...Object.values(files), codeGroups(), hospitalTiers(), validSettlements(raw("true"))]
    .map(({ text }) => text)
    .join("\n");

/** Valid settlements at that moment, with what reversals and copies are told by. */
export function currentSettlements(asOf?: number): Sql {
  return validSettlements(versionsAt(asOf));
}

/**
 * The fact `claim` as one SELECT: one row per encounter with a valid settlement; columns in claim.sql.
 * Reversals are netted in all three forms, interim settlements collapse, a copy by the care side yields to the insured side.
 * Refresh and `as_of` share this text, so that a figure of the past means what it means today.
 */
export function claimRelation(source: ClaimSource = {}): Sql {
  return sql`(with settled as not materialized (from ${source.settled ?? judgedSettlements(source)}),
    collapsed as not materialized (${files.encounters}),
    institution_at as not materialized (${institutions(source.asOf)}),
    region_of as materialized (from ${source.regions ?? claimRegions(source)}),
    care_group as materialized (${codeGroups()}),
    hospital_tier as materialized (${hospitalTiers()}),
    located as not materialized (${files.places})
    ${files.claim})`;
}

/** Where the region codes of these settlements belong: a relation (country, code, area, province, found). */
export function claimRegions(source: ClaimSource = {}): Sql {
  return regionLookup(sql`(with ${statesOf(source)},
    institution_at as not materialized (${institutions(source.asOf)})
    ${files.codes})`);
}

/** Every settlement of the part with its claim_id, its route and its state: what became of it, see claim-states.sql. */
export function judgedSettlements(source: ClaimSource = {}): Sql {
  return sql`(with ${statesOf(source)} ${files.states})`;
}

/** Settlements that count nothing, and why. The source of the quality page's reversals and copies. */
export function claimNotes(source: ClaimSource = {}): Sql {
  return sql`(select insured_area, from_care, encounter_id, settlement_id, reported_by, institution_code, reversed_settlement_id,
      state, total_cost, fund_total, batch_from as batch_last
    from ${source.settled ?? judgedSettlements(source)} where state <> 'counted')`;
}

function statesOf({ asOf, part }: ClaimSource): Sql {
  return sql`settlement_at as not materialized (${currentSettlements(asOf)}),
    settlement_part as not materialized (select * from ${part ?? raw("settlement_at")})`;
}

/** The columns the fact rests on: rows are wide, and what is not named here is not read. */
const columns = `settlement_id, encounter_id, sender_settlement_id, reversed_settlement_id, insured_area, care_area, institution_code,
  deductible_level, hospital_level, care_type, scheme, settlement_type, payment_place, manual_reason, refunded,
  certificate_no, person_no, sex, age, begin_date, end_date, settled_at,
  total_cost, full_self_pay, over_limit, first_pay, in_scope, deductible_paid, basic_fund, civil_servant_fund, enterprise_fund,
  serious_illness_fund, large_amount_fund, disability_fund, medical_aid_fund, other_fund, fund_total,
  personal_share, account_paid, family_account_paid, cash_paid, hospital_share, generated_scale, reported_by, batch_from`;

/** A row without a pointer and below zero is a reversal that names nothing: it must not be counted as a visit either. */
function validSettlements(versions: Sql): Sql {
  return sql`select coalesce(country, 'CN') as country, ${raw(columns)},
      coalesce(reported_by, 'unknown') = 'care' as from_care,
      case reported_by when 'insured' then 0 when 'care' then 2 else 1 end as side_rank,
      total_cost < 0 or coalesce(refunded = '1' and reversed_settlement_id is not null, false) as is_reversal
    from settlement
    where ${versions} and coalesce(valid, '1') = '1'`;
}

function institutions(asOf?: number): Sql {
  return sql`select institution_code, max(area) as area, max(coalesce(deductible_level, hospital_level)) as level
    from institution where ${versionsAt(asOf)} group by institution_code`;
}

function versionsAt(asOf?: number): Sql {
  if (asOf === undefined) return raw("batch_to is null");
  return sql`batch_from <= ${BigInt(asOf)} and (batch_to is null or batch_to > ${BigInt(asOf)})`;
}

/** Care types group by their first two digits: four-digit values are local extensions (`domain.md` §1.10). */
function codeGroups(): Sql {
  const rows = [...loadDictionary().codeTable("med_type").values].filter(([code]) => code.length === 2);
  return values(
    "prefix",
    "care_group",
    rows.map(([code, { group }]) => [code, group]),
  );
}

function hospitalTiers(): Sql {
  const rows = [...loadDictionary().codeTable("hosp_lv").values];
  return values(
    "code",
    "tier",
    rows.map(([code, { tier }]) => [code, tier]),
  );
}

function values(key: string, value: string, rows: [string, string | null][]): Sql {
  const list = join(rows.flatMap(([from, to]) => (to === null ? [] : [sql`(${literal(from)}, ${literal(to)})`])));
  return sql`select * from (values ${list}) as code_table (${raw(key)}, ${raw(value)})`;
}
