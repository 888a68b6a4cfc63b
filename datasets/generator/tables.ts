import type { Engine } from "./engine.ts";
import { flowPairs, originCosts, type Point } from "./flows.ts";
import type { Plan } from "./plan.ts";
import { benefits, diseases, flowWeights } from "./populations.ts";

const text = "VARCHAR";
const whole = "BIGINT";
const real = "DOUBLE";

/** Visits for each person of a pool, on average. */
const VISITS_PER_PERSON: Record<string, number> = {
  national: 1.9,
  pilot: 4,
  chronic: 3,
  within_province: 1.4,
  local: 1.4,
};

/** Brings the plan and the illustrative weights into the generator's database. */
export async function loadTables(engine: Engine, plan: Plan): Promise<void> {
  const { destinations } = flowWeights;
  await engine.table(
    "destination",
    { province: text, attraction: real, cost: real },
    Object.entries(destinations).map(([province, [attraction, cost]]) => ({ province, attraction, cost })),
  );
  await engine.table(
    "benefit",
    { care: text, scheme: text, person_group: text, ratio: `BIGINT[]`, deductible: "BIGINT[]", ceiling: whole },
    benefits.benefits.map(({ group, ...rest }) => ({ person_group: group, ...rest })),
  );
  await engine.table(
    "filing_class",
    { class: text, reason: text, memo: text, points: whole, starts_at: real },
    startingShares(benefits.filings, ({ share }) => share),
  );
  await engine.table(
    "disease",
    { care: text, sex: text, young: "BOOLEAN", code: text, name: text, cost: real, care_type: text, starts_at: real },
    diseaseShares(),
  );
  await loadCells(engine, plan);
  await loadPools(engine, plan);
  await loadProvinces(engine);
}

async function loadCells(engine: Engine, { cells }: Plan): Promise<void> {
  await engine.table(
    "cell",
    { cell: whole, care: text, scope: text, route: text, total: whole, fund: whole },
    cells.map(({ cell, population: { care, scope, route }, total, fund }) => ({
      cell,
      care,
      scope,
      route,
      total: String(total),
      fund: String(fund),
    })),
  );
  await engine.table(
    "month_rows",
    { cell: whole, flow: text, first_day: text, days: whole, visits: whole, pilot_share: real },
    cells.flatMap(({ cell, population, months }) =>
      months.map(({ firstDay, days, visits, pilotShare }) => ({
        cell,
        flow: population.flow,
        first_day: firstDay,
        days,
        visits,
        pilot_share: pilotShare,
      })),
    ),
  );
}

/** Persons of each flow, numbered through. */
async function loadPools(engine: Engine, { cells }: Plan): Promise<void> {
  const visits = new Map<string, number>(Object.keys(VISITS_PER_PERSON).map((flow) => [flow, 0]));
  for (const { population, months } of cells) {
    for (const month of months) {
      const pilots = month.visits * month.pilotShare;
      visits.set("pilot", visits.get("pilot")! + pilots);
      visits.set(population.flow, visits.get(population.flow)! + month.visits - pilots);
    }
  }
  let first = 1;
  const pools = [...visits].map(([flow, count]) => {
    const persons = Math.max(1, Math.ceil(count / VISITS_PER_PERSON[flow]!));
    first += persons;
    return { flow, first: first - persons, persons };
  });
  await engine.table("pool", { flow: text, first: whole, persons: whole }, pools);
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
    { province: text, cost: real, points: whole },
    points.map(({ code }) => ({ province: code, cost: costs.get(code), points: flowWeights.origins[code]?.[2] ?? 0 })),
  );
  await engine.table(
    "pair",
    { flow: text, insured: text, care: text, starts_at: real },
    flowPairs(points, areasOf).map(({ startsAt, ...rest }) => ({ ...rest, starts_at: startsAt })),
  );
}

/** Diagnoses by care, sex and age group, with the share of the ones before. */
function diseaseShares() {
  const groups = ["inpatient", "outpatient", "chronic"].flatMap((care) =>
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
