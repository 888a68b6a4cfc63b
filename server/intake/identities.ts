import type { Label } from "../store/dictionary.ts";
import { raw, type Sql } from "../store/sql.ts";

/**
 * An identity that records must satisfy (domain note §1.11). `rows` gives institution_code, holds (null where a column it
 * needs was not supplied) and variant (which of the accepted forms, or which kind of difference) for the batch `?`.
 */
export interface Identity {
  number: number;
  title: Label;
  /** Table whose batches are checked. */
  table: string;
  rows: Sql;
}

const FUNDS = [
  "basic_fund",
  "civil_servant_fund",
  "enterprise_fund",
  "serious_illness_fund",
  "large_amount_fund",
  "medical_aid_fund",
  "disability_fund",
  "other_fund",
];
const PARTS = ["full_self_pay", "over_limit", "first_pay", "in_scope"];
const HEADER_OF_LINE = { total_cost: "amount", ...Object.fromEntries(PARTS.map((name) => [name, name])) };

const sum = (columns: string[], of = "") => columns.map((name) => `coalesce(${of}${name}, 0)`).join(" + ");
const near = (left: string, right: string) => `abs(${left} - (${right})) <= 0.01`;
const own = (table: string, holds: string, variant = "null") =>
  raw(`select institution_code, ${holds} as holds, ${variant} as variant from ${table} where batch_from = $batch`);
const any = (columns: string[]) => `coalesce(${columns.join(", ")})`;

const lineAmount = "round(price::decimal(38,6) * quantity, 2)";
const acctParts = "coalesce(account_paid, 0) + coalesce(cash_paid, 0)";

/** The eleven identities, in the order of the domain note. */
export const identities: readonly Identity[] = [
  {
    number: 1,
    title: { zh: "明细金额 = 数量 × 单价", en: "line amount = quantity × price" },
    table: "fee_line",
    rows: own(
      "fee_line",
      near("amount", lineAmount),
      `case when abs(amount - ${lineAmount}) > 0.01 and abs(amount - ${lineAmount}) <= 0.005 * abs(quantity) then 'price_rounded' end`,
    ),
  },
  {
    number: 2,
    title: {
      zh: "明细金额 = 全自费 + 超限价 + 先行自付 + 符合范围",
      en: "line amount = full self-pay + over limit + first-pay + in scope",
    },
    table: "fee_line",
    rows: own("fee_line", `case when ${any(PARTS)} is not null then amount = ${sum(PARTS)} end`),
  },
  {
    number: 3,
    title: { zh: "结算五项金额 = 明细合计", en: "the five amounts of the settlement = the sums of its lines" },
    table: "settlement",
    rows: raw(`with line as (
        select insured_area, institution_code, settlement_id, reported_by,
               ${Object.values(HEADER_OF_LINE)
                 .map((name) => `sum(${name}) as ${name}`)
                 .join(", ")}
        from fee_line where batch_to is null group by all
      )
      select s.institution_code,
             case when line.settlement_id is not null then ${Object.entries(HEADER_OF_LINE)
               .filter(([header]) => header !== "first_pay")
               .map(([header, name]) => `coalesce(s.${header} = line.${name}, true)`)
               .join(" and ")} and coalesce(s.first_pay >= line.first_pay, true) end as holds,
             case when s.first_pay > line.first_pay then 'extra_first_pay' end as variant
      from settlement as s left join line using (insured_area, institution_code, settlement_id, reported_by)
      where s.batch_from = $batch`),
  },
  {
    number: 4,
    title: {
      zh: "医疗费总额 = 全自费 + 超限价 + 先行自付 + 符合范围",
      en: "total cost = full self-pay + over limit + first-pay + in scope",
    },
    table: "settlement",
    rows: own("settlement", `case when ${any(PARTS)} is not null then ${near("total_cost", sum(PARTS))} end`),
  },
  {
    number: 5,
    title: { zh: "基金支付总额 = 各项基金之和", en: "fund total = sum of the funds" },
    table: "settlement",
    rows: own("settlement", `case when ${any(FUNDS)} is not null then ${near("fund_total", sum(FUNDS))} end`),
  },
  {
    number: 6,
    title: {
      zh: "医疗费总额 = 基金支付 + 个人负担 + 医院负担",
      en: "total cost = fund total + personal share + hospital's share",
    },
    table: "settlement",
    rows: own("settlement", near("total_cost", "fund_total + personal_share + coalesce(hospital_share, 0)")),
  },
  {
    number: 7,
    title: {
      zh: "个人负担 = 个人账户 + 账户共济 + 现金",
      en: "personal share = personal account + family account + cash",
    },
    table: "settlement",
    rows: own(
      "settlement",
      `case when ${any(["account_paid", "cash_paid"])} is not null then
         ${near("personal_share", `${acctParts} + coalesce(family_account_paid, 0)`)} or ${near("personal_share", acctParts)} end`,
      `case when coalesce(family_account_paid, 0) <> 0 and ${near("personal_share", acctParts)} then 'family_inside_account' end`,
    ),
  },
  {
    number: 8,
    title: {
      zh: "0 ≤ 实际起付 ≤ 本次起付线与符合范围的较小者",
      en: "0 ≤ deductible paid ≤ the smaller of deductible due and in scope",
    },
    table: "settlement",
    rows: own(
      "settlement",
      `case when refunded = '1' and total_cost < 0 then null
            else deductible_paid >= 0 and deductible_paid <= least(deductible_due, in_scope) end`,
    ),
  },
  {
    number: 9,
    title: {
      zh: "基金分项合计 = 基金支付总额（含列示的个人账户）",
      en: "sum of the fund shares = fund total (+ personal account where listed)",
    },
    table: "settlement",
    rows: raw(`with share as (
        select insured_area, settlement_id, reported_by, sum(fund_paid) as paid, bool_or(fund_type = '310200') as account
        from fund_share where batch_to is null group by all
      )
      select institution_code,
             abs(share.paid - (fund_total + case when share.account then coalesce(account_paid, 0) else 0 end)) <= 0.01 as holds,
             case when share.account then 'account_listed' end as variant
      from settlement left join share using (insured_area, settlement_id, reported_by)
      where settlement.batch_from = $batch`),
  },
  {
    number: 10,
    title: {
      zh: "退费记录指向一笔结算且金额相反",
      en: "a reversal points to a settlement and negates its amounts",
    },
    table: "settlement",
    rows: raw(`select r.institution_code,
             case when r.reversed_settlement_id is null then null
                  else o.settlement_id is not null and r.total_cost = -o.total_cost and r.fund_total = -o.fund_total end as holds,
             case when r.reversed_settlement_id is not null and o.settlement_id is null then 'orphan' end as variant
      from settlement as r
      left join settlement as o
        on o.insured_area = r.insured_area and o.settlement_id = r.reversed_settlement_id
        and o.reported_by = r.reported_by and o.batch_to is null
      where r.batch_from = $batch and (r.refunded = '1' or r.reversed_settlement_id is not null)`),
  },
  {
    number: 11,
    title: { zh: "两端副本金额一致", en: "the copies of both sides agree" },
    table: "settlement",
    rows: raw(`select s.institution_code,
             case when c.settlement_id is not null then s.total_cost = c.total_cost and s.fund_total = c.fund_total end as holds,
             null as variant
      from settlement as s
      left join settlement as c
        on c.institution_code = s.institution_code and c.sender_settlement_id = s.sender_settlement_id
        and c.reported_by <> s.reported_by and c.batch_to is null
      where s.batch_from = $batch and s.sender_settlement_id is not null
        and exists (select 1 from settlement where batch_to is null and reported_by = 'care')`),
  },
];
