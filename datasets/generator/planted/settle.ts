import type { Engine } from "../engine.ts";
import { settleAll, settleBeside } from "../settle.ts";
import type { Line } from "./bill.ts";
import type { Visit } from "./records.ts";
import { erringShape, payableShape } from "./shapes.ts";
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
  /** Where it was settled wrongly: by how much the fund paid too much for it, beside the settlements before it as they stand. */
  overpaid: number | null;
}

/** Gives visits their amounts, from their lines and from whether a person filed elsewhere was treated at home. */
export type Settle = (
  engine: Engine,
  visits: readonly Visit[],
  linesOf: ReadonlyMap<Visit, readonly Line[]>,
  cameHome: (visit: Visit) => boolean,
) => Promise<Map<Visit, Amounts>>;

/**
 * Settles planted visits by the policies of their insured areas, as the others are: those of one person's benefit year in the order of their
 * settlement. Those that were taken back count for nothing that comes later, and are settled as if alone. Erring ones are settled as their mistake
 * has it, and held against what was due.
 */
export const settleVisits: Settle = async (engine, visits, linesOf, cameHome) => {
  const settled = new Map<Visit, Amounts>();
  for (const takenBack of [false, true]) {
    const part = visits.filter((visit) => visit.takenBack === takenBack);
    if (part.length === 0) continue;
    const { paid, due } = await settlePart(engine, part, linesOf, cameHome);
    for (const visit of part) {
      const [given, right] = [paid.get(claimOf(visit)), due.get(claimOf(visit))];
      if (!given || !right)
        throw new Error(`no policy settles the planted visit ${visit.i} (${visit.care}, ${visit.person.home.code})`);
      settled.set(visit, amountsOf(visit, linesOf.get(visit)!, given, right));
    }
  }
  return settled;
};

/** As claims.sql numbers claims. */
const claimOf = ({ i, kind }: Visit) => i * 4 + { whole: 0, first: 1, last: 2 }[kind];

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

/** What was paid, errors and all; and what would have been due beside that. By number of the claim. */
async function settlePart(...[engine, visits, linesOf, cameHome]: Parameters<Settle>) {
  const claims = (part: (line: Line) => number) =>
    engine.table(
      "payable",
      payableShape,
      visits.map((visit) => ({
        ...payableRow(visit, linesOf.get(visit)!, part),
        come_home: cameHome(visit),
      })),
    );
  await engine.table("erring", erringShape, visits.flatMap(erringRow));
  const unspent = visits.filter(({ mistake }) => mistake?.ceilingUnspent);
  await engine.table(
    "unspent_claim",
    { claim_id: "BIGINT" },
    unspent.map((visit) => ({ claim_id: claimOf(visit) })),
  );
  await engine.run("create or replace table tuning (cell bigint, stretch double)");
  await engine.file("before_settling");
  await claims(({ inScope }) => inScope);
  await engine.file("claims");
  await settleAll(engine, { erring: true });
  const paid = await readDues(engine);
  const lines = visits.flatMap((visit) => linesOf.get(visit)!);
  const right =
    !visits.some(({ mistake }) => mistake) && lines.every(({ inScope, inScopeDue }) => inScope === inScopeDue);
  if (!right) {
    await engine.run("drop table payable");
    await claims(({ inScopeDue }) => inScopeDue);
    await engine.file("claims");
    await settleBeside(engine);
  }
  const due = right ? paid : await readDues(engine);
  for (const table of ["payable", "claim", "tuning", "erring", "unspent_claim"])
    await engine.run(`drop table ${table}`);
  return { paid, due };
}

async function readDues(engine: Engine): Promise<Map<number, Due>> {
  const rows = await engine.rows<Record<string, string | null>>(
    `select claim::varchar as claim, settled.term::varchar as term, claim.benefit_year, (payable - fen(in_scope_due))::varchar as extra, fen(in_scope_due)::varchar as in_scope,
       fen(deductible_standard_due)::varchar as deductible_standard, fen(deductible_due)::varchar as deductible_paid,
       case when not policy_term.paid then '0' when len(policy_term.bands) = 1 then (10000 * policy_term.bands[1].ratio)::bigint::varchar end as ratio,
       fen(basic_due)::varchar as basic_fund, fen(large_due)::varchar as large_amount_fund, fen(serious_due)::varchar as serious_illness_fund,
       fen(civil_due)::varchar as civil_servant_fund, fen(aid_due)::varchar as medical_aid_fund, fen(cap_left)::varchar as remaining_limit
     from settled join claim on claim = claim_id join policy_term on policy_term.term = settled.term`,
  );
  return new Map(
    rows.map(({ claim, benefit_year, ...numbers }) => [
      Number(claim),
      {
        benefit_year,
        ...Object.fromEntries(
          Object.entries(numbers).map(([name, text]) => [name, text === null ? null : Number(text)]),
        ),
      } as Due,
    ]),
  );
}

const funds = [
  "basic_fund",
  "large_amount_fund",
  "serious_illness_fund",
  "civil_servant_fund",
  "medical_aid_fund",
] as const;

const fundOf = (due: Due) => funds.reduce((sum, name) => sum + due[name], 0);

/** The amounts of a visit from its lines, what the policy gives, and what it would have given had nothing been done wrongly. */
export function amountsOf(visit: Visit, lines: readonly Line[], given: Due, right: Due = given): Amounts {
  const { person, care } = visit;
  const sum = (part: (line: Line) => number) => lines.reduce((all, line) => all + part(line), 0);
  const { extra, ...paid } = given;
  const off = visit.mistake?.off ?? {};
  if (visit.mistake?.withoutLayers) for (const name of funds.slice(1)) paid[name] = 0;
  for (const name of ["deductible_paid", ...funds] as const) paid[name] += off[name] ?? 0;
  // Paid wholly from a relative's account: nothing from the fund.
  if (visit.familyAccount) {
    for (const name of funds) paid[name] = 0;
    paid.deductible_paid = 0;
  }
  const total = sum(({ amount }) => amount);
  const fund = fundOf({ ...paid, extra }) + (off.fund ?? 0);
  const share = total - fund + (off.personal_share ?? 0);
  const family = visit.familyAccount ? share : Math.min(visit.familyShare, share);
  const purse = person.scheme === "310" ? 20_000 + (person.number % 97) * 1500 : 0;
  const account =
    visit.route === "direct" && care !== "inpatient" ? Math.min(purse, Math.floor((share - family) / 2)) : 0;
  const asDue = JSON.stringify({ ...given, ...paid, extra }) === JSON.stringify(right);
  const errs = !visit.familyAccount && !(asDue && Object.keys(off).length === 0);
  return {
    ...paid,
    total,
    full_self_pay: sum(({ fullSelfPay }) => fullSelfPay) + (off.full_self_pay ?? 0),
    over_limit: sum(({ overLimit }) => overLimit),
    first_pay: sum(({ firstPay }) => firstPay) + extra,
    extra_first_pay: extra,
    deductible_due: paid.deductible_paid,
    fund,
    personal_share: share,
    account_paid: account,
    family_account_paid: family,
    account_balance: purse - account,
    overpaid: errs ? fund - fundOf(right) : null,
  };
}

/** None where it was settled by its own terms. */
function erringRow(visit: Visit) {
  if (!visit.mistake) return [];
  const { filing, tier, group, aidClass, civilServant, before } = visit.mistake;
  return [
    {
      claim: claimOf(visit),
      filing,
      tier: tier?.toString(),
      person_group: group,
      aid_class: aidClass,
      civil_servant: civilServant,
      admissions: before?.admissions,
      basic_fund: before?.basicFund,
    },
  ];
}

function payableRow(visit: Visit, lines: readonly Line[], inScope: (line: Line) => number) {
  const { person, place } = visit;
  const sum = (part: (line: Line) => number) => lines.reduce((all, line) => all + part(line), 0);
  const [begin, end] = [visit.begin, visit.end].map((moment) => dayText(dayOfMinute(moment)));
  const [first, last] = [visit.stayed.begin, visit.stayed.end].map((moment) => dayText(dayOfMinute(moment)));
  return {
    i: visit.i,
    kind: visit.kind,
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
    total: sum(({ amount }) => amount),
    payable: sum(inScope),
    settled_at: minuteText(visit.settled),
    begin_date: begin,
    end_date: end,
    visit_begin: first,
    visit_end: last,
    benefit_day: visit.care === "inpatient" ? last : minuteText(visit.settled).slice(0, 10),
  };
}
