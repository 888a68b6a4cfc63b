import { readFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, expect, test } from "vitest";
import { readPolicy } from "../../../datasets/policies/policies.ts";
import { type CareGroup, careGroups } from "../../../datasets/policies/policy-schema.ts";
import { execute } from "../../store/database.ts";
import { Reader } from "../../store/reader.ts";
import { raw, sql } from "../../store/sql.ts";
import { rowsOf } from "../policies/json-rows.ts";
import { loadTerms } from "../policies/terms.ts";
import { hangsOn } from "../reference/hanging.ts";
import type { Settlement } from "../reference/records.ts";
import { standingOf } from "../reference/standing.ts";

// Ceilings of their own, ceilings and layers that add up several kinds of care, pharmacies paid by account and by fund.
const places = {
  "410100": "areas/410100-310.yaml",
  "440100": "areas/440100-310.yaml",
  "310000": "areas/310000-390.yaml",
  "330100": "provinces/330000-310.yaml",
  "500000": "provinces/500000-390.yaml",
};
const policies = Object.values(places).map((file) =>
  readPolicy(readFileSync(new URL(`../../../datasets/policies/${file}`, import.meta.url), "utf8"), file),
);
const step = readFileSync(new URL("../steps/s00-declared.sql", import.meta.url), "utf8");
const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
const run = (text: string) => connection.run(text);
const days = ["2021-06-10", "2024-06-10"];

const claims = Object.keys(places).flatMap((insured_city, i) =>
  careGroups.flatMap((care_group) =>
    days.flatMap((day) =>
      [false, true].flatMap((civil_servant) =>
        [null, "low_income"].map((aid_class) => ({
          claim_id: [insured_city, care_group, day, civil_servant, aid_class].join(" "),
          insured_city,
          insured_province: `${insured_city.slice(0, 2)}0000`,
          care_province: "110000",
          care_scope: "cross_province" as const,
          scheme: policies[i]!.scheme,
          care_group,
          person_group: policies[i]!.scheme === "310" ? ("retired" as const) : ("resident_adult" as const),
          tier: "3" as const,
          filing_class: "TMP_REFER" as const,
          civil_servant,
          aid_class,
          visit_end: day,
          settled_at: `${day} 10:00:00`,
          disease_code: "M03900",
        })),
      ),
    ),
  ),
);
const shape = {
  ...Object.fromEntries(
    ["claim_id", "insured_city", "scheme", "care_group", "person_type", "special_person_type"].map((name) => [
      name,
      "VARCHAR",
    ]),
  ),
  civil_servant: "VARCHAR",
  visit_end: "DATE",
  settled_at: "TIMESTAMP",
};

/** Claims known to be complete where these kinds are declared from a day on. */
async function known(kinds: readonly CareGroup[], from = "2020-01-01"): Promise<Set<string>> {
  await run("delete from completeness");
  for (const kind of kinds)
    await run(
      `insert into completeness select distinct insured_city, scheme, '${kind}', date '${from}', date '2025-12-31', 'complete' from claim`,
    );
  const rows = await new Reader(connection).rows<{ claim_id: string }>(
    sql`select claim_id from (${raw(step.replace("/*part*/", ""))})`,
  );
  return new Set(rows.map(({ claim_id }) => claim_id));
}

const versionsOf = ({ insured_city }: (typeof claims)[number]) =>
  policies[Object.keys(places).indexOf(insured_city)]!.versions;

/** What the oracle reads in the text of the policy; null of claims that it cannot judge. */
const hanging = new Map(
  claims.flatMap((claim) => {
    const settlement = { ...claim, emergency_flag_only: false, long_term_filing: false } as unknown as Settlement;
    const standing = standingOf(settlement, policies);
    return standing.cannot === null
      ? [[claim.claim_id, hangsOn(settlement, standing, versionsOf(claim))] as const]
      : [];
  }),
);

beforeAll(async () => {
  await loadTerms(connection, policies);
  await execute(
    connection,
    sql`create table claim as from ${rowsOf(
      shape,
      claims.map((claim) => ({
        ...claim,
        person_type: claim.person_group,
        special_person_type: claim.aid_class,
        civil_servant: claim.civil_servant ? "1" : "0",
      })),
    )}`,
  );
  await run(
    "create macro benefit_year_of(day, begins) as (year(day) - (strftime(day, '%m-%d') < begins)::integer)::varchar",
  );
  await run("create table person_group as select distinct person_type as code, person_type as person_group from claim");
  await run("create table aid_group as select 'low_income' as code, 'low_income' as person_group");
  await run("create table opening_balance (claim_id varchar, opening_as_of date)");
  await run(
    "create table completeness (area varchar, scheme varchar, care_group varchar, valid_from date, valid_to date, state varchar)",
  );
});

test("a claim's history is known where every kind of care it hangs on is declared, as the policy's text has it", async () => {
  const sizes = new Set([...hanging.values()].map(({ size }) => size));
  expect(sizes.size).toBeGreaterThan(1);
  for (const missing of careGroups) {
    const found = await known(careGroups.filter((kind) => kind !== missing));
    for (const [claim, kinds] of hanging)
      expect(found.has(claim), `${claim} without ${missing}`).toBe(!kinds.has(missing));
  }
  expect(await known(careGroups)).toEqual(new Set(claims.map(({ claim_id }) => claim_id)));
});

test("a balance stands for in-patient and chronic care before it, for no other", async () => {
  await run("insert into opening_balance select claim_id, date '2021-03-31' from claim");
  const found = await known(careGroups, "2021-04-01");
  const [stated, later] = days as [string, string];
  for (const [claim, kinds] of hanging) {
    const outpatients = kinds.has("outpatient") || kinds.has("pharmacy");
    expect(found.has(claim), claim).toBe(claim.includes(later) || (claim.includes(stated) && !outpatients));
  }
});
