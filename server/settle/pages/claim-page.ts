import { fail } from "../../errors.ts";
import type { Principal } from "../../store/principal.ts";
import type { Cell, Reader } from "../../store/reader.ts";
import { scoped } from "../../store/scope.ts";
import { raw, type Sql, sql } from "../../store/sql.ts";
import { reason } from "./difference-filter.ts";
import { bandsOf, type LedgerBand, type LedgerStep, ledgerOf } from "./ledger.ts";

export type Row = Record<string, Cell>;

/** Columns of `claim` that a screen shows. Named one by one: other columns hold the person's number or pseudonym. */
const shown = `claim_id, settlement_id, encounter_id, sex, age, person_type, civil_servant, insured_area, insured_province, insured_city, care_area,
  care_province, care_city, care_scope, institution_code, tier, route, care_type, care_group, scheme, filing_id, filing_class, main_diagnosis,
  emergency, visit_begin, visit_end, days, settled_at, benefit_year, total_cost, in_scope, deductible_paid, basic_fund, fund_total, personal_share`;

/** Everything the page of one claim says but its lines and the person's year. */
export interface ClaimPage {
  claim: Row;
  /** The row of `resettlement`; null where the claim is not settled again (a supplementary one amends another). */
  result: Row | null;
  institution: string | null;
  diagnosis: string | null;
  personType: { zh: string; en: string } | null;
  /** Every filing that could have covered the stay, with the reason why it does or does not; the one that counts is named by the claim. */
  filings: Row[];
  policy: Row | null;
  term: Row | null;
  /** The supplementary layers as they hold for the person's aid class. */
  layers: Row | null;
  ledger: LedgerStep[];
  bands: LedgerBand[];
  /** Where there is no policy: what is not as with settlements of its kind. A suspicion with both values. */
  unlike: Row[];
}

/**
 * One claim of the principal's scope.
 * @throws claim.not_found where there is none, or it belongs to others
 */
export async function claimPage(reader: Reader, principal: Principal, claimId: string): Promise<ClaimPage> {
  const one = async (statement: Sql) => (await reader.rows<Row>(statement))[0] ?? null;
  const claim = await one(
    sql`select ${raw(shown)}, left(person_id::varchar, 8) as person from ${scoped(principal, "claim")} where claim_id = ${claimId}`,
  );
  if (!claim) throw fail("claim.not_found", { claim: claimId });
  const result = await one(
    sql`select found.* exclude (person_id), ${reason} as reason, systemic
        from (select * from ${scoped(principal, "resettlement")} where claim_id = ${claimId}) as found
        left join (select insured_city, scheme, policy_id, explaining as change, systemic from resettlement_systemic) as finding
          on finding.insured_city = found.insured_city and finding.scheme = found.scheme and finding.policy_id = found.policy_id
            and list_contains(explanations, change)`,
  );
  const { institution_code, insured_area, encounter_id, main_diagnosis, person_type } = claim;
  const institution = await one(
    sql`select institution_name from institution where institution_code = ${text(institution_code)} and batch_to is null and institution_name is not null`,
  );
  const diagnosis = await one(
    sql`select diagnosis_name from diagnosis where encounter_id = ${text(encounter_id)} and diagnosis_code = ${text(main_diagnosis)}
        and batch_to is null and diagnosis_name is not null`,
  );
  const personType = await one(sql`select zh, en from code_psn_type where code = ${text(person_type)}`);
  return {
    claim,
    result,
    institution: text(institution?.institution_name ?? null),
    diagnosis: text(diagnosis?.diagnosis_name ?? null),
    personType: personType as ClaimPage["personType"],
    filings: await reader.rows<Row>(
      sql`select filing_id, filing.area, claim_filing.filing_class, covers, reason, begin_date, end_date, created_at
          from claim_filing join filing using (filing_id)
          where claim_id = ${claimId} and filing.insured_area = ${text(insured_area)} and filing.batch_to is null
          order by covers desc, begin_date desc, filing_id`,
    ),
    policy: result && (await one(sql`from policy_version where policy_id = ${text(result.policy_id ?? null)}`)),
    term: result && (await one(sql`from policy_term where term = ${text(result.term ?? null)}::bigint`)),
    layers:
      result &&
      (await one(
        sql`from policy_layer where policy_id = ${text(result.policy_id ?? null)} and aid_class = ${text(result.aid_class ?? null) ?? ""}`,
      )),
    ledger: await ledgerOf(reader, claimId),
    bands: await bandsOf(reader, claimId),
    unlike: await reader.rows<Row>(
      sql`select what, recorded, usual, amount, rows, share, person_group, tier, filing, benefit_year, admission
          from consistency_difference where claim_id = ${claimId} order by what`,
    ),
  };
}

function text(value: Cell | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
