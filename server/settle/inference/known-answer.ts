import type { DuckDBConnection } from "@duckdb/node-api";
import { readPolicy } from "../../../datasets/policies/policies.ts";
import { execute } from "../../store/database.ts";
import { sql } from "../../store/sql.ts";
import { rowsOf } from "../policies/json-rows.ts";
import { type Term, versionTerms } from "../policies/version-terms.ts";
import { makeEvidence } from "./evidence.ts";
import { half, paidBy, UNIT } from "./exact.ts";
import { chronicVisits } from "./known-chronic.ts";
import { type Drawn, type PaidVisit, paidOf } from "./known-visit.ts";

const MONEY = "DECIMAL(16,2)";
const claimShape = {
  claim_id: "VARCHAR",
  person_id: "VARCHAR",
  insured_city: "VARCHAR",
  scheme: "VARCHAR",
  care_group: "VARCHAR",
  benefit_day: "DATE",
  settled_at: "TIMESTAMP",
  encounter: "VARCHAR",
  visit_begin: "DATE",
  visit_end: "DATE",
  counts_admission: "BOOLEAN",
  institution_code: "VARCHAR",
  tier: "VARCHAR",
  person_group: "VARCHAR",
  filing_class: "VARCHAR",
  care_scope: "VARCHAR",
  disease_code: "VARCHAR",
  total_cost: MONEY,
  first_pay: MONEY,
  line_first_pay: MONEY,
  in_scope: MONEY,
  deductible_paid: MONEY,
  deductible_standard: MONEY,
  basic_fund: MONEY,
  due_fund: MONEY,
};

/**
 * Makes temp.evidence of settlements paid by a policy file with one in-patient and one out-patient deductible by visit or by year, and of its chronic diseases: a
 * history of visits a person, paid here row by row in whole fen. Gives how many settlements there are.
 */
export async function knownAnswer(
  connection: DuckDBConnection,
  text: string,
  file: string,
  random: () => number,
  drawn: Drawn,
): Promise<number> {
  const policy = readPolicy(text, file);
  const rows = policy.versions.flatMap((version) => {
    const terms = [...versionTerms(version, policy.scheme, () => 0)].filter(
      ({ care, filing }) => care !== "pharmacy" && filing !== "RETURN",
    );
    const of = { area: policy.area!, scheme: policy.scheme, from: version.valid_from };
    return terms.flatMap((term) => [...claimRows(term, of, random, drawn)]);
  });
  const shape = rowsOf(claimShape, rows);
  await execute(connection, sql`create or replace table claim as select *, 'F1' as filing_id from ${shape}`);
  await execute(
    connection,
    sql`create or replace table settle_claim as
      select * exclude (filing_class, care_scope, filing_id, line_first_pay, due_fund), null::varchar as cannot, null::date as opening_as_of, null::integer as opening_admissions,
        null::decimal(16, 2) as opening_in_scope, null::decimal(16, 2) as opening_deductible, null::decimal(16, 2) as opening_basic, null::decimal(16, 2) as remaining_limit
      from claim`,
  );
  await execute(
    connection,
    "create or replace table settle_line as select claim_id, line_first_pay as first_pay, total_cost as amount from claim",
  );
  await execute(connection, "create or replace table long_term_elsewhere as select claim_id from claim limit 0");
  await makeEvidence(connection);
  return rows.length;
}

function* claimRows(
  term: Term,
  of: { area: string; scheme: string; from: string },
  random: () => number,
  drawn: Drawn,
) {
  const { care, group, tier, filing } = term;
  const visits =
    care === "chronic"
      ? chronicVisits(term, isTold(tier, drawn) ? (drawn.chronic ?? 0) : 0, random, drawn)
      : ratioVisits(term, random, drawn);
  let at = 0;
  for (const { person, visit, in_scope, extra, standard, deductible, due, paid, disease } of visits) {
    if (visit === 1) at = new Date(`${of.from.slice(0, 4)}-01-01T08:00:00Z`).getTime() + person * 60_000;
    at += 86_400_000 * Math.ceil(60 * random());
    const day = new Date(at).toISOString();
    const id = [care, disease ?? "", group, tier, filing, of.from, person].filter((word) => word !== "").join("-");
    yield {
      claim_id: `${id}-${visit}`,
      person_id:
        care === "chronic" ? [care, term.chronic!.diseases[0], group, tier, filing, of.from, person].join("-") : id,
      insured_city: of.area,
      scheme: of.scheme,
      care_group: care,
      benefit_day: day.slice(0, 10),
      settled_at: day.slice(0, 19),
      encounter: `${id}-${visit}`,
      visit_begin: day.slice(0, 10),
      visit_end: day.slice(0, 10),
      counts_admission: care === "inpatient",
      institution_code: `H${person % 7}`,
      tier,
      person_group: group,
      filing_class: filing === "HOME" ? "LOCAL" : filing,
      care_scope: filing === "HOME" ? "local" : "cross_province",
      disease_code: disease,
      total_cost: yuan(in_scope + extra),
      first_pay: yuan(extra),
      line_first_pay: "0",
      in_scope: yuan(in_scope),
      deductible_paid: yuan(deductible),
      deductible_standard: drawn.named ? yuan(standard) : null,
      basic_fund: yuan(paid),
      due_fund: yuan(due),
    };
  }
}

const isTold = (tier: string, { sparse, unclear }: Drawn) => tier !== sparse.tier && tier !== unclear;

/** Visits of in-patients and out-patients, three a person and year. */
function* ratioVisits(term: Term, random: () => number, drawn: Drawn): Generator<PaidVisit> {
  const { care, tier } = term;
  const isStay = care === "inpatient";
  const wanted = tier === drawn.sparse.tier ? drawn.sparse.rows : isStay ? drawn.stays : drawn.visits;
  const standards = term.deductible!.standards.map((each) => fen(each));
  const bands = term.ratio!.bands.map(({ low, ratio }) => ({ low: fen(low), ratio: Math.round(Number(ratio) * UNIT) }));
  const extra = Math.round(Number(term.adjust?.first_pay ?? 0) * UNIT);
  const yearly = term.deductible!.mode === "ANNUAL";
  for (let n = 0, person = 0; n < wanted; person++) {
    let before = 0;
    for (let visit = 1; visit <= 3 && n < wanted; visit++, n++) {
      // Most cost little, some a lot.
      const cost = Math.round((isStay ? 150_000 : 4_000) * (1 + 60 * random() ** 3) * (random() < 0.1 ? 4 : 1));
      const taken = half(cost, extra);
      const in_scope = cost - taken;
      const standard = standards[Math.min(visit, standards.length) - 1]!;
      const deductible = yearly
        ? Math.min(before + in_scope, standard) - Math.min(before, standard)
        : Math.min(in_scope, standard);
      const isRandom = tier === drawn.unclear;
      const due = isRandom ? Math.round((in_scope - deductible) * random()) : paidBy(bands, deductible, in_scope);
      const paid = paidOf(due, random, drawn);
      yield { person, visit, in_scope, extra: taken, standard, deductible, due, paid, disease: null };
      before += in_scope;
    }
  }
}

const fen = (yuan: string) => Math.round(100 * Number(yuan));
const yuan = (fen: number) => (fen / 100).toFixed(2);
