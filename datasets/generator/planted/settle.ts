import type { Engine } from "../engine.ts";
import { settleAll } from "../settle.ts";
import type { Line } from "./bill.ts";
import type { Visit } from "./records.ts";
import { payableShape } from "./shapes.ts";
import { dayOfMinute, dayText, minuteText } from "./times.ts";

/** A settlement's amounts in fen; they keep the identities of the domain note, §1.11. */
export interface Amounts {
  benefit_year: string;
  term: number | null;
  total: number;
  full_self_pay: number;
  over_limit: number;
  first_pay: number;
  extra_first_pay: number;
  in_scope: number;
  deductible_standard: number;
  deductible_due: number;
  deductible_paid: number;
  /** Ten-thousandths; null where several bands pay. */
  ratio: number | null;
  basic_fund: number;
  large_amount_fund: number;
  serious_illness_fund: number;
  civil_servant_fund: number;
  medical_aid_fund: number;
  fund: number;
  personal_share: number;
  account_paid: number;
  family_account_paid: number;
  account_balance: number;
  remaining_limit: number | null;
}

/** Gives visits their amounts, from their lines. */
export type Settle = (
  engine: Engine,
  visits: readonly Visit[],
  linesOf: ReadonlyMap<Visit, readonly Line[]>,
) => Promise<Map<Visit, Amounts>>;

/**
 * Settles planted visits by the policies of their insured areas, as the others are: those of one person's benefit year in the order of their
 * settlement. Those that were taken back count for nothing that comes later, and are settled as if alone.
 */
export const settleVisits: Settle = async (engine, visits, linesOf) => {
  const settled = new Map<Visit, Amounts>();
  for (const takenBack of [false, true]) {
    const part = visits.filter((visit) => visit.takenBack === takenBack);
    if (part.length === 0) continue;
    const dues = await dueOf(engine, part, linesOf);
    for (const visit of part) {
      const due = dues.get(visit.i);
      if (!due)
        throw new Error(`no policy settles the planted visit ${visit.i} (${visit.care}, ${visit.person.home.code})`);
      settled.set(visit, amountsOf(visit, linesOf.get(visit)!, due));
    }
  }
  return settled;
};

/** What the policy gives a visit, in fen. */
export type Due = Record<
  | "term"
  | "extra"
  | "in_scope"
  | "deductible_standard"
  | "deductible_paid"
  | "basic_fund"
  | "large_amount_fund"
  | "serious_illness_fund"
  | "civil_servant_fund"
  | "medical_aid_fund",
  number
> & { benefit_year: string; ratio: number | null; remaining_limit: number | null };

async function dueOf(engine: Engine, visits: readonly Visit[], linesOf: ReadonlyMap<Visit, readonly Line[]>) {
  await engine.table(
    "payable",
    payableShape,
    visits.map((visit) => payableRow(visit, linesOf.get(visit)!)),
  );
  await engine.file("before_settling");
  await engine.file("claims");
  await engine.run("create or replace table tuning (cell bigint, stretch double)");
  await settleAll(engine);
  const rows = await engine.rows<Record<string, string | null>>(
    `select i::varchar as i, settled.term::varchar as term, claim.benefit_year, (payable - fen(in_scope_due))::varchar as extra, fen(in_scope_due)::varchar as in_scope,
       fen(deductible_standard_due)::varchar as deductible_standard, fen(deductible_due)::varchar as deductible_paid, (ratio // 10000)::varchar as ratio,
       fen(basic_due)::varchar as basic_fund, fen(large_due)::varchar as large_amount_fund, fen(serious_due)::varchar as serious_illness_fund,
       fen(civil_due)::varchar as civil_servant_fund, fen(aid_due)::varchar as medical_aid_fund, fen(cap_left)::varchar as remaining_limit
     from settled join claim on claim = claim_id`,
  );
  await engine.run("drop table payable; drop table claim; drop table tuning");
  return new Map(
    rows.map(({ i, benefit_year, ...numbers }) => [
      Number(i),
      {
        benefit_year,
        ...Object.fromEntries(
          Object.entries(numbers).map(([name, text]) => [name, text === null ? null : Number(text)]),
        ),
      } as Due,
    ]),
  );
}

/** The amounts of a visit from its lines and what the policy gives. */
export function amountsOf(visit: Visit, lines: readonly Line[], due: Due): Amounts {
  const { person, care } = visit;
  const sum = (part: (line: Line) => number) => lines.reduce((all, line) => all + part(line), 0);
  const { extra, ...paid } = due;
  // Paid wholly from a relative's account: nothing from the fund.
  if (visit.familyAccount) {
    for (const fund of [
      "basic_fund",
      "large_amount_fund",
      "serious_illness_fund",
      "civil_servant_fund",
      "medical_aid_fund",
    ] as const)
      paid[fund] = 0;
    paid.deductible_paid = 0;
  }
  const total = sum(({ amount }) => amount);
  const fund =
    paid.basic_fund +
    paid.large_amount_fund +
    paid.serious_illness_fund +
    paid.civil_servant_fund +
    paid.medical_aid_fund;
  const share = total - fund;
  const family = visit.familyAccount ? share : Math.min(visit.familyShare, share);
  const purse = person.scheme === "310" ? 20_000 + (person.number % 97) * 1500 : 0;
  const account =
    visit.route === "direct" && care !== "inpatient" ? Math.min(purse, Math.floor((share - family) / 2)) : 0;
  return {
    ...paid,
    total,
    full_self_pay: sum(({ fullSelfPay }) => fullSelfPay),
    over_limit: sum(({ overLimit }) => overLimit),
    first_pay: sum(({ firstPay }) => firstPay) + extra,
    extra_first_pay: extra,
    deductible_due: paid.deductible_paid,
    fund,
    personal_share: share,
    account_paid: account,
    family_account_paid: family,
    account_balance: purse - account,
  };
}

function payableRow(visit: Visit, lines: readonly Line[]) {
  const { person, place } = visit;
  const sum = (part: (line: Line) => number) => lines.reduce((all, line) => all + part(line), 0);
  const [begin, end] = [dayText(dayOfMinute(visit.begin)), dayText(dayOfMinute(visit.end))];
  return {
    i: visit.i,
    kind: "whole",
    person: person.number,
    care_kind: visit.care,
    scope:
      person.home.province !== place.area.province
        ? "cross_province"
        : person.home.code === place.area.code
          ? "local"
          : "within_province",
    route: visit.route,
    care_area: place.area.code,
    institution_code: place.code,
    tier_place: place.tier,
    disease_code: visit.disease.code,
    filing_no: visit.filing?.number ?? null,
    filing_class: visit.filingClass,
    come_home: visit.cameHome,
    total: sum(({ amount }) => amount),
    payable: sum(({ inScope }) => inScope),
    settled_at: minuteText(visit.settled),
    begin_date: begin,
    end_date: end,
    visit_begin: begin,
    visit_end: end,
    benefit_day: visit.care === "inpatient" ? end : minuteText(visit.settled).slice(0, 10),
  };
}
