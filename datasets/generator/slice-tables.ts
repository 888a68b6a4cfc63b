import type { Engine } from "./engine.ts";
import type { Slice } from "./slices.ts";

/** Visits for each person of a pool, on average. */
const VISITS_PER_PERSON: Record<string, number> = {
  national: 1.9,
  pilot: 4,
  chronic: 3,
  within_province: 1.4,
  local: 1.4,
};

/** Brings a slice's counts and sums into the generator's database. Persons are numbered from `firstPerson`; gives the number after the last. */
export async function loadSlice(engine: Engine, slice: Slice, firstPerson: number): Promise<number> {
  await engine.run(`set variable first_visit = ${slice.firstVisit}`);
  await engine.run(`set variable planted_from = ${9_000_000_000 + slice.slice * 1_000_000}`);
  await engine.table(
    "cell",
    {
      cell: "BIGINT",
      care: "VARCHAR",
      scope: "VARCHAR",
      route: "VARCHAR",
      first_day: "DATE",
      scale: "INTEGER",
      total: "BIGINT",
      fund: "BIGINT",
    },
    slice.cells.map(({ cell, population: { care, scope, route }, period, scale, total, fund }) => ({
      cell,
      care,
      scope,
      route,
      first_day: `${period.from}-01`,
      scale,
      total: String(total),
      fund: String(fund),
    })),
  );
  const months = slice.cells.flatMap(({ cell, population, period, months }) =>
    months.map(({ firstDay, days, visits, pilotShare }) => ({
      cell,
      flow: period.flow ?? population.flow,
      first_day: firstDay,
      days,
      visits,
      pilot_share: pilotShare,
    })),
  );
  await engine.table(
    "month_rows",
    { cell: "BIGINT", flow: "VARCHAR", first_day: "VARCHAR", days: "BIGINT", visits: "BIGINT", pilot_share: "DOUBLE" },
    months,
  );
  const pools = poolsOf(months, firstPerson);
  await engine.table("pool", { flow: "VARCHAR", first: "BIGINT", persons: "BIGINT" }, pools);
  return pools.reduce((next, { first, persons }) => Math.max(next, first + persons), firstPerson);
}

/** Persons of each flow, numbered through. */
function poolsOf(months: readonly { flow: string; visits: number; pilot_share: number }[], firstPerson: number) {
  const visits = new Map<string, number>(Object.keys(VISITS_PER_PERSON).map((flow) => [flow, 0]));
  for (const month of months) {
    const pilots = month.visits * month.pilot_share;
    visits.set("pilot", visits.get("pilot")! + pilots);
    visits.set(month.flow, visits.get(month.flow)! + month.visits - pilots);
  }
  let first = firstPerson;
  return [...visits].map(([flow, count]) => {
    const persons = Math.max(1, Math.ceil(count / VISITS_PER_PERSON[flow]!));
    first += persons;
    return { flow, first: first - persons, persons };
  });
}
