import { fileURLToPath } from "node:url";
import { loadTerms } from "../../server/settle/policies/terms.ts";
import { loadPolicies } from "../policies/policies.ts";
import type { Engine } from "./engine.ts";
import { flowPairs, originCosts, type Point } from "./flows.ts";
import { chronicDiseases, diseases, filings, flowWeights, type Mistakes, noFilingPairs } from "./populations.ts";

const text = "VARCHAR";
const whole = "BIGINT";
const real = "DOUBLE";

/** Brings what one run shares into the generator's database: places, weights, policies, diagnoses, the catalogue. */
export async function loadShared(engine: Engine, { from, to }: { from: string; to: string }): Promise<void> {
  await loadFiles(engine);
  for (const name of ["draws", "certificates", "prices", "areas"]) await engine.file(name);
  await loadWeights(engine);
  await loadFilings(engine);
  await loadPolicyTerms(engine, from, to);
  await loadDiseases(engine);
  await loadProvinces(engine);
  for (const name of ["institutions", "slots", "items", "network"]) await engine.file(name);
}

/** Which errors ordinary rows of a run have; null for none. */
export async function loadMistakes(engine: Engine, wanted: Mistakes | null): Promise<void> {
  await engine.run(`set variable mistakes = ${wanted?.share ?? 0}`);
  const systemic = { area: text, scheme: text, filing: text, paid_as: text };
  await engine.table("systemic", systemic, wanted?.systemic ?? []);
  await engine.table("contradicted", { area: text, scheme: text, paid_by: text }, wanted?.contradicted ?? []);
}

async function loadFiles(engine: Engine): Promise<void> {
  const csv = (table: string, path: string) => {
    const file = fileURLToPath(new URL(path, import.meta.url)).replaceAll("'", "''");
    return engine.run(`create table ${table} as from read_csv('${file}', all_varchar = true, header = true)`);
  };
  await csv("region", "../regions/china.csv");
  await csv("catalogue_list", "../catalogue/items.csv");
  await csv("catalogue_difference", "../catalogue/provinces/*.csv");
}

async function loadWeights(engine: Engine): Promise<void> {
  const { destinations, people } = flowWeights;
  await engine.table(
    "destination",
    { province: text, attraction: real, cost: real },
    Object.entries(destinations).map(([province, [attraction, cost]]) => ({ province, attraction, cost })),
  );
  await engine.table(
    "origin_weight",
    { province: text, weight: real },
    Object.entries(people).map(([province, weight]) => ({ province, weight })),
  );
  await engine.table("no_filing", { home: text, away: text, since: "DATE" }, noFilingPairs);
}

/** The policy versions in force on one of the days. */
export async function loadPolicyTerms(engine: Engine, from: string, to: string): Promise<void> {
  const files = loadPolicies().files.map((file) => ({
    ...file,
    versions: file.versions.filter((version) => version.valid_from <= to && (version.valid_to ?? to) >= from),
  }));
  await loadTerms(engine.connection, files);
  await engine.file("terms");
}

async function loadFilings(engine: Engine): Promise<void> {
  await engine.table(
    "filing_class",
    { class: text, reason: text, memo: text, starts_at: real },
    startingShares(filings.classes, ({ share }) => share),
  );
  await engine.table(
    "attempt_reason",
    { slot: whole, code: text, zh: text },
    filings.attempts.map((reason, slot) => ({ slot, ...reason })),
  );
}

async function loadDiseases(engine: Engine): Promise<void> {
  await engine.table(
    "disease",
    { care: text, sex: text, young: "BOOLEAN", code: text, name: text, cost: real, care_type: text, starts_at: real },
    diseaseShares(),
  );
  await engine.table(
    "chronic_disease",
    { disease_code: text, chronic_code: text, chronic_name: text, since: "DATE" },
    chronicDiseases.map(([disease_code, chronic_code, chronic_name, since]) => ({
      disease_code,
      chronic_code,
      chronic_name,
      since,
    })),
  );
}

async function loadProvinces(engine: Engine): Promise<void> {
  const points = await engine.rows<Point>(
    `select code, latitude::double as latitude, longitude::double as longitude from region
     where level = 'province' and in_scheme = 'true' order by code`,
  );
  const areas = await engine.rows<{ province: string; areas: string }>(
    "select province, max(places)::varchar as areas from area group by province",
  );
  const areasOf = new Map(areas.map(({ province, areas }) => [province, Number(areas)]));
  const costs = originCosts(points);
  await engine.table(
    "origin",
    { province: text, cost: real },
    points.map(({ code }) => ({ province: code, cost: costs.get(code) })),
  );
  await engine.table(
    "pair",
    { flow: text, insured: text, care: text, starts_at: real },
    flowPairs(points, areasOf).map(({ startsAt, ...rest }) => ({ ...rest, starts_at: startsAt })),
  );
}

/** Diagnoses by care, sex and age group, with the share of the ones before. */
function diseaseShares() {
  const groups = ["inpatient", "outpatient", "chronic", "pharmacy"].flatMap((care) =>
    ["1", "2"].flatMap((sex) => [false, true].map((young) => ({ care, sex, young }))),
  );
  return groups.flatMap(({ care, sex, young }) =>
    startingShares(
      diseases
        .filter(([of, , , , , only, , children]) => of === care && (only ?? sex) === sex && (!young || children))
        .map(([, code, name, share, cost, , care_type]) => ({ care, sex, young, code, name, share, cost, care_type })),
      ({ share }) => share,
    ),
  );
}

function startingShares<Row extends object>(rows: readonly Row[], share: (row: Row) => number) {
  const all = rows.reduce((sum, row) => sum + share(row), 0);
  let before = 0;
  return rows.map((row) => {
    const starts_at = before / all;
    before += share(row);
    return { ...row, starts_at };
  });
}
