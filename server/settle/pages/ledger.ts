import type { Reader } from "../../store/reader.ts";
import { raw, type Sql, sql } from "../../store/sql.ts";

/** One step of a settlement: money as exact text, null where it was not recorded or cannot be computed. */
export interface LedgerStep {
  step: string;
  recorded: string | null;
  due: string | null;
  /** What is possible where history is not complete; equal to `due` where it is. */
  low: string | null;
  high: string | null;
  /** Recorded less due. */
  difference: string | null;
}

/** A band of eligible cost as this settlement runs through it: yuan of the band, its ratio, what the fund pays of it. */
export interface LedgerBand {
  low: string;
  high: string | null;
  ratio: string;
  width: string | null;
  paid: string | null;
}

/** Step, what the record says, what is due, and the ends of the interval where a step has one. */
const steps: readonly (readonly [step: string, recorded: string, due: string, low?: string, high?: string])[] = [
  ["total", "claim.total_cost", "claim.total_cost"],
  ["full_self_pay", "claim.full_self_pay", "full_self_pay_due"],
  ["over_limit", "claim.over_limit", "over_limit_due"],
  ["first_pay", "claim.first_pay", "first_pay_due"],
  ["in_scope", "claim.in_scope", "in_scope_due"],
  ["deductible", "claim.deductible_paid", "deductible_due", "deductible_low", "deductible_high"],
  ["base", "claim.in_scope - claim.deductible_paid", "in_scope_due - deductible_due"],
  ["calculated", "null", "calculated"],
  ["ceiling", "null", "cap_left"],
  ["basic_fund", "claim.basic_fund", "basic_due", "basic_low", "basic_high"],
  ["serious_illness", "claim.serious_illness_fund", "serious_due", "serious_low", "serious_high"],
  ["large_amount", "claim.large_amount_fund", "large_due", "large_low", "large_high"],
  ["civil_servant", "claim.civil_servant_fund", "civil_due", "civil_low", "civil_high"],
  ["medical_aid", "claim.medical_aid_fund", "aid_due", "aid_low", "aid_high"],
  ["other_funds", other(), other()],
  ["fund_total", "claim.fund_total", "fund_due"],
  ["hospital_share", "claim.hospital_share", "claim.hospital_share"],
  ["personal_share", "claim.personal_share", "personal_due"],
];

/** The ledger of one claim, from the total to what the person bears; `settled` as in `resettlement`. */
export function ledgerOf(reader: Reader, claimId: string): Promise<LedgerStep[]> {
  const money = (text: string) => `(${text})::decimal(16, 2)`;
  const list = steps.map(
    ([step, recorded, due, low, high]) =>
      `{'step': '${step}', 'recorded': ${money(recorded)}, 'due': ${money(due)}, 'low': ${money(low ?? due)}, 'high': ${money(high ?? due)}}`,
  );
  return reader.rows<LedgerStep>(
    sql`select step.*, step.recorded - step.due as difference
        from (
          select unnest([${raw(list.join(", "))}]) as step
          from claim left join resettlement using (claim_id) where claim_id = ${claimId}
        )`,
  );
}

/**
 * The bands of its policy row that the eligible cost of a claim runs through: from the deductible upwards, or under annual segments from what the year's
 * eligible cost had come to before.
 */
export function bandsOf(reader: Reader, claimId: string): Promise<LedgerBand[]> {
  return reader.rows<LedgerBand>(
    sql`with settled as (
          select unnest(bands) as band, segment_low as bottom,
            segment_low + greatest(0, in_scope_due - deductible_due - case when cap_basis = 'ELIGIBLE' then coalesce(over_cap, 0) else 0 end) as top
          from resettlement join policy_term using (term) where claim_id = ${claimId}
        ), run as (
          select band.low as low, band.high as high, band.ratio as ratio,
            case when top is not null then greatest(0, least(band.high, top) - greatest(band.low, bottom)) end as width
          from settled
        )
        select low, ${openEnded("high")} as high, ratio, width::decimal(16, 2) as width, round(width * ratio, 2)::decimal(16, 2) as paid
        from run order by low`,
  );
}

/** The last band of a row has no end; its number stands for none. */
function openEnded(column: string): Sql {
  return raw(`case when ${column} < 999999999999 then ${column} end`);
}

function other(): string {
  return "coalesce(claim.enterprise_fund, 0) + coalesce(claim.disability_fund, 0) + coalesce(claim.other_fund, 0)";
}
