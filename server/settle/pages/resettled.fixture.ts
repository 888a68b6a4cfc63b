import { readFileSync } from "node:fs";
import os from "node:os";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify from "fastify";
import { readPolicy } from "../../../datasets/policies/policies.ts";
import type { App, Services } from "../../app.ts";
import { JihengError } from "../../errors.ts";
import { FactsFixture, type SettlementRow } from "../../facts/facts.fixture.ts";
import { nationalPrincipal, type Principal, type Scope } from "../../store/principal.ts";
import { Reader } from "../../store/reader.ts";
import { chargeMacros } from "../policies/charges.ts";
import { loadTerms } from "../policies/terms.ts";
import { columns as comparedColumns } from "../relations/consistency_difference.ts";

const policy = "areas/410100-310.yaml";
const money = "decimal(16, 2)";

/** What was found of a settlement; everything absent was paid as due. */
export interface Found {
  settlement_id: string;
  fund_difference?: string;
  difference_class?: string;
  materiality?: string;
  responsible?: string;
  explaining?: string;
  cannot?: string;
  /** Most payments of the area contradict the policy. */
  policy_defect?: boolean;
  /** Ends of the interval of the deductible. */
  deductible?: [low: string, high: string];
}

export interface ResettledApp {
  /** Asks as a principal of this scope. */
  ask(address: string, scope?: Scope): Promise<{ status: number; json<T>(): T; text: string }>;
  /** The same of an answer that is no text. */
  get(address: string): Promise<{ headers: Record<string, unknown>; body: Buffer }>;
  /** What a command works with. */
  house: Services["house"];
  /** Acts that were written down. */
  acts: { act: string; data: Record<string, unknown> }[];
}

/** Routes over an in-memory database with these settlements and lines, and what re-settlement found of them. */
export async function resettledApp(
  routes: readonly ((app: App) => void)[],
  settlements: SettlementRow[],
  lines: SettlementRow[],
  found: readonly Found[],
  stage = os.tmpdir(),
): Promise<ResettledApp> {
  const facts = await FactsFixture.create(["claim", "line", "cubes"]);
  await facts.put("institution", [{ institution_code: "H11010500001", institution_name: "示例医院" }]);
  await facts.put("filing", [{ person_no: "410100-PERSON-7", category: "08" }]);
  await facts.load(settlements);
  if (lines.length > 0) await facts.put("fee_line", lines);
  await facts.catchUp();
  const text = readFileSync(new URL(`../../../datasets/policies/${policy}`, import.meta.url), "utf8");
  await loadTerms(facts.connection, [readPolicy(text, policy)]);
  await facts.connection.run("create table code_psn_type as select '1201' as code, '退休人员' as zh, 'Retired' as en");
  // One drug of class B, a tenth paid first.
  for (const macro of chargeMacros) await facts.connection.run(`create or replace macro ${macro}`);
  await facts.connection.run(
    `insert into catalogue_charge by name select 0 as charge, 1024 as item, 0 as grain, '000000' as area, 'C2' as item_code, '02' as item_class,
       0.1 as first_pay_ratio, date '2020-01-01' as valid_from, date '9999-12-31' as valid_to, 'items.csv' as file, 2 as line`,
  );
  await facts.connection.run(
    "insert into catalogue_item by name select '000000' as area, 'C2' as item_code, '乙类药' as item_name, date '2020-01-01' as valid_from",
  );
  await settle(facts, found);
  // What cannot be judged has a deductible unlike its kind, S5 a ratio.
  await facts.connection.run(`create table consistency_difference (${comparedColumns})`);
  await facts.connection.run(
    `insert into consistency_difference by name
     select claim_id, scheme, care_group, 'retired' as person_group, '3' as tier, 'TMP_REFER' as filing, '2021' as benefit_year, 812 as rows, 0.9963 as share, compared.*
     from resettlement join (values ('S4', 'deductible', 1, 1300, 900, 400), ('S5', 'ratio', null, 0.69, 0.89, -8260)) as compared (settlement_id, what, admission, recorded, usual, amount)
       using (settlement_id)`,
  );

  const app: App = Fastify({ logger: false }).withTypeProvider<TypeBoxTypeProvider>();
  const acts: ResettledApp["acts"] = [];
  const read = <T>(_: Principal, work: (reader: Reader) => Promise<T>) => work(new Reader(facts.connection));
  const append = async (_actor: string, act: string, data: Record<string, unknown>) => void acts.push({ act, data });
  const house = { database: { read }, journal: { append }, folder: { stage } } as unknown as Services["house"];
  app.decorate("services", { house } as Services);
  app.decorateRequest("principal");
  let asked: Scope = { all: true };
  app.addHook("onRequest", async (request) => {
    request.principal = { ...nationalPrincipal, scope: asked };
  });
  app.setErrorHandler((cause, _request, reply) => {
    const status = cause instanceof JihengError ? cause.status : ((cause as { statusCode?: number }).statusCode ?? 500);
    void reply.code(status).send({ error: String(cause) });
  });
  for (const route of routes) await app.register(async (within) => route(within as App));
  return {
    house,
    acts,
    async get(address) {
      const { headers, rawPayload } = await app.inject(address);
      return { headers, body: rawPayload };
    },
    async ask(address, scope = { all: true }) {
      asked = scope;
      const response = await app.inject(address);
      return { status: response.statusCode, json: <T>() => response.json() as T, text: response.body };
    },
  };
}

/** The result table as re-settlement leaves it, with what these tests say was found. */
async function settle({ connection }: FactsFixture, found: readonly Found[]): Promise<void> {
  await connection.run(
    `create table told as select unnest(from_json(?::json, '[{
       "settlement_id": "VARCHAR", "fund_difference": "DECIMAL(16,2)", "difference_class": "VARCHAR", "materiality": "VARCHAR",
       "responsible": "VARCHAR", "explaining": "VARCHAR", "cannot": "VARCHAR", "policy_defect": "BOOLEAN", "deductible": ["DECIMAL(16,2)"]
     }]'), max_depth := 2)`,
    [JSON.stringify(found)],
  );
  const same = (due: string, recorded: string) =>
    `${recorded} as ${due}_low, ${recorded} as ${due}_high, ${recorded} as ${due}_due`;
  await connection.run(
    `create or replace table resettlement as
     select claim_id, claim.settlement_id, insured_area, insured_province, insured_city, care_area, care_province, care_city, care_scope,
       person_id, institution_code, route, claim.care_group, scheme, month, settled_at, benefit_year, '410100-310@2020-01-01' as policy_id,
       term.term, 'retired' as person_group, '' as aid_class, claim.tier, filing_class as filing, cannot,
       case when cannot is not null then 'no' when deductible is not null then 'interval' else 'exact' end as judged, 'lines' as s1,
       full_self_pay as full_self_pay_due, over_limit as over_limit_due, 0::${money} as extra_first_pay, first_pay as first_pay_due,
       in_scope as in_scope_due, 1 as admission_no, 900::${money} as deductible_standard_due,
       coalesce(deductible[1], deductible_paid) as deductible_low, coalesce(deductible[2], deductible_paid) as deductible_high,
       deductible_paid as deductible_due, deductible_paid as segment_low, (basic_fund - difference)::${money} as calculated, 113243::${money} as cap_left, 0::${money} as over_cap,
       ${same("basic", `(basic_fund - difference)::${money}`)}, ${same("serious", "serious_illness_fund")},
       ${same("large", "large_amount_fund")}, ${same("civil", "civil_servant_fund")}, ${same("aid", "medical_aid_fund")},
       (fund_total - difference)::${money} as fund_due, (personal_share + difference)::${money} as personal_due,
       difference_class, materiality, difference as fund_difference, abs(difference) as largest_difference, responsible, explaining,
       case when explaining is null then [] else [explaining] end as explanations,
       (fund_total - difference)::${money} as clean_fund_due, (personal_share + difference)::${money} as clean_personal_due, claim.total_cost, claim.fund_total, coalesce(policy_defect, false) as policy_defect
     from (
       select claim.*, coalesce(fund_difference, 0) as difference, told.* exclude (settlement_id, fund_difference)
       from claim left join told using (settlement_id)
     ) as claim
     left join policy_term as term on term.policy_id = '410100-310@2020-01-01' and term.care_group = claim.care_group
       and term.disease = '' and term.person_group = 'retired' and term.tier = claim.tier and term.filing = claim.filing_class
     where route <> 'supplementary'`,
  );
  await connection.run(
    `create or replace view resettlement_systemic as
     select 1 as systemic, insured_city, scheme, policy_id, difference_class, explaining, count(*) as claims, 0.9 as share,
       sum(fund_difference) as fund_difference
     from resettlement where explaining is not null group by all`,
  );
}
