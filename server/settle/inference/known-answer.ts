import type { DuckDBConnection } from "@duckdb/node-api";
import { readPolicy } from "../../../datasets/policies/policies.ts";
import { execute } from "../../store/database.ts";
import { sql } from "../../store/sql.ts";
import { rowsOf } from "../policies/json-rows.ts";
import { versionTerms } from "../policies/version-terms.ts";
import { makeEvidence } from "./evidence.ts";
import { half, paidBy, UNIT } from "./exact.ts";

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
  total_cost: MONEY,
  first_pay: MONEY,
  line_first_pay: MONEY,
  in_scope: MONEY,
  deductible_paid: MONEY,
  deductible_standard: MONEY,
  basic_fund: MONEY,
  due_fund: MONEY,
};

/** How settlements are drawn. */
export interface Drawn {
  /** Settlements of each kind of person, tier and filing class, in-patients. */
  stays: number;
  /** The same of out-patients. */
  visits: number;
  /** Kinds with fewer, so that they must be left over. */
  sparse: { tier: string; rows: number };
  /** A tier whose payments follow nothing, so that it must not be guessed. */
  unclear: string;
  /** The part of settlements paid wrongly, by a part of the amount. */
  wrong: number;
  /** Whether the record names deductibles. */
  named: boolean;
}

/**
 * Makes temp.evidence of settlements paid by a policy file with one in-patient and one out-patient deductible by visit or by year: a history of stays a
 * person, paid here row by row in whole fen. Gives how many settlements there are.
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
      ({ care, filing }) => care !== "chronic" && care !== "pharmacy" && filing !== "RETURN",
    );
    return terms.flatMap((term) => [
      ...settlements(term, policy.area!, policy.scheme, version.valid_from, random, drawn),
    ]);
  });
  const shape = rowsOf(claimShape, rows);
  await execute(connection, sql`create or replace table claim as select *, 'F1' as filing_id from ${shape}`);
  await execute(
    connection,
    sql`create or replace table settle_claim as
      select * exclude (filing_class, care_scope, filing_id, line_first_pay, due_fund), null::varchar as cannot, null::varchar as disease_code, null::date as opening_as_of, null::integer as opening_admissions,
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

type Term = ReturnType<typeof versionTerms> extends Generator<infer Each> ? Each : never;

function* settlements(term: Term, area: string, scheme: string, from: string, random: () => number, drawn: Drawn) {
  const { care, group, tier, filing } = term;
  const isStay = care === "inpatient";
  const wanted = tier === drawn.sparse.tier ? drawn.sparse.rows : isStay ? drawn.stays : drawn.visits;
  const standards = term.deductible!.standards.map((each) => fen(each));
  const bands = term.ratio!.bands.map(({ low, ratio }) => ({ low: fen(low), ratio: Math.round(Number(ratio) * UNIT) }));
  const extra = Math.round(Number(term.adjust?.first_pay ?? 0) * UNIT);
  const yearly = term.deductible!.mode === "ANNUAL";
  for (let n = 0, person = 0; n < wanted; person++) {
    let [before, at] = [0, new Date(`${from.slice(0, 4)}-01-01T08:00:00Z`).getTime() + person * 60_000];
    for (let visit = 1; visit <= 3 && n < wanted; visit++, n++) {
      // Most cost little, some a lot.
      const cost = Math.round((isStay ? 150_000 : 4_000) * (1 + 60 * random() ** 3) * (random() < 0.1 ? 4 : 1));
      const taken = half(cost, extra);
      const in_scope = cost - taken;
      const standard = standards[Math.min(visit, standards.length) - 1]!;
      const deductible = yearly
        ? Math.min(before + in_scope, standard) - Math.min(before, standard)
        : Math.min(in_scope, standard);
      const due =
        tier === drawn.unclear ? Math.round((in_scope - deductible) * random()) : paidBy(bands, deductible, in_scope);
      const paid = random() < drawn.wrong ? Math.round(due * (0.5 + random() / 2)) : due;
      at += 86_400_000 * Math.ceil(60 * random());
      const day = new Date(at).toISOString();
      before += in_scope;
      const id = [care, group, tier, filing, from, person, visit].join("-");
      yield {
        claim_id: id,
        person_id: id.slice(0, id.lastIndexOf("-")),
        insured_city: area,
        scheme,
        care_group: care,
        benefit_day: day.slice(0, 10),
        settled_at: day.slice(0, 19),
        encounter: id,
        visit_begin: day.slice(0, 10),
        visit_end: day.slice(0, 10),
        counts_admission: isStay,
        institution_code: `H${person % 7}`,
        tier,
        person_group: group,
        filing_class: filing === "HOME" ? "LOCAL" : filing,
        care_scope: filing === "HOME" ? "local" : "cross_province",
        total_cost: yuan(cost),
        first_pay: yuan(taken),
        line_first_pay: "0",
        in_scope: yuan(in_scope),
        deductible_paid: yuan(deductible),
        deductible_standard: drawn.named ? yuan(standard) : null,
        basic_fund: yuan(paid),
        due_fund: yuan(due),
      };
    }
  }
}

const fen = (yuan: string) => Math.round(100 * Number(yuan));
const yuan = (fen: number) => (fen / 100).toFixed(2);
