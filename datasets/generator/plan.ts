import { fail } from "../../server/errors.ts";
import { type Care, type Period, type Population, populations } from "./populations.ts";

/** What is asked for. Days are `YYYY-MM-DD`, both inclusive. */
export interface PlanOptions {
  /** Settlements of all care types, in the national mix of the days asked for. */
  settlements?: number;
  /** Stays across provinces, settled directly; alone, everything else is kept small. */
  stays?: number;
  /** Fee lines of a stay on average. */
  linesPerStay?: number;
  /** Real settlements that one row stands for, for all populations; goes before both. */
  scale?: number;
  from?: string;
  to?: string;
}

/** One period of one population, cut to the days asked for: what the generated rows must add up to. Money in fen, already scaled. */
export interface Cell {
  cell: number;
  population: Population;
  period: Period;
  /** Part of the period that the days asked for cover, by the month curve; 1: the published figure itself is the target. */
  share: number;
  /** Real settlements that one row stands for. */
  scale: number;
  visits: number;
  total: bigint;
  fund: bigint;
  months: MonthRows[];
}

export interface MonthRows {
  firstDay: string;
  days: number;
  visits: number;
  pilotShare: number;
}

export interface Plan {
  /** Of stays across provinces. */
  scale: number;
  from: string;
  to: string;
  linesPerStay: number;
  /** Every direct settlement across provinces is reported by both sides; else a share is. */
  bothSides: boolean;
  cells: Cell[];
}

const DEMO = { from: "2020-01-01", to: "2021-11-30", scale: 100 };
const NATIONAL = { from: "2024-01-01", to: "2024-12-31" };
/** Fewer lines in a run of millions of settlements of all kinds, where stays are few. */
const LINES_PER_STAY = { stays: 7, mixed: 4 };
/** Settlements for each visit, reversals and interim ones included. */
const ROWS_PER_VISIT = 1.02;
/** Where only stays are asked for: other care for each of them. */
const BESIDE_STAYS: Record<Care, number> = { inpatient: 1, outpatient: 0.06, chronic: 0.03, pharmacy: 0.05 };

/**
 * Cuts the populations to the days asked for and scales them. A month that is cut counts by its days; money follows visits.
 * Without options it is the demo: January 2020 to November 2021 at 1:100. Scales are whole numbers, so that counts asked for are met as nearly
 * as one allows. Throws `request.invalid` for days that are none or have no figures to follow.
 */
export function makePlan(options: PlanOptions): Plan {
  const national = options.settlements !== undefined || options.stays !== undefined;
  const days = national ? NATIONAL : DEMO;
  const from = checkDay(options.from ?? days.from);
  const to = checkDay(options.to ?? days.to);
  for (const name of ["scale", "settlements", "stays", "linesPerStay"] as const) checkCount(name, options[name]);
  const parts = populations.flatMap((population) =>
    population.periods.map((period) => ({ population, period, days: cutMonths(period, from, to) })),
  );
  const real = (chosenParts: typeof parts) =>
    chosenParts.reduce((sum, { period, days }) => sum + (visitsOf(period) * chosen(days)) / weights(period), 0);
  if (!(real(parts) > 0)) {
    throw fail("request.invalid", {
      where: "generate: from, to",
      expected: "days between 2020-01-01 and 2025-12-31, where there are figures to follow",
      got: `${from} to ${to}`,
    });
  }
  const scaleOf = scales(options, (care) =>
    real(parts.filter(({ population }) => care === undefined || population.care === care)),
  );
  const cells = parts.map(({ population, period, days }, cell) =>
    makeCell(population, period, days, cell, scaleOf(population.care)),
  );
  return {
    scale: scaleOf("inpatient"),
    from,
    to,
    linesPerStay:
      options.linesPerStay ?? (options.stays === undefined && national ? LINES_PER_STAY.mixed : LINES_PER_STAY.stays),
    bothSides: national,
    cells: cells.filter(({ visits }) => visits > 0),
  };
}

function scales({ scale, settlements, stays }: PlanOptions, real: (care?: Care) => number): (care: Care) => number {
  const nearest = (visits: number, rows: number) => Math.max(1, Math.round(visits / Math.max(rows, 1)));
  if (scale !== undefined) return () => scale;
  if (stays === undefined) {
    const all = settlements === undefined ? DEMO.scale : nearest(real() * ROWS_PER_VISIT, settlements);
    return () => all;
  }
  const ofStays = nearest(real("inpatient"), stays);
  if (settlements === undefined) {
    return (care) =>
      care === "inpatient" ? ofStays : Math.max(ofStays, nearest(real(care), stays * BESIDE_STAYS[care]));
  }
  const ofOthers = nearest((real() - real("inpatient")) * ROWS_PER_VISIT, settlements - stays);
  return (care) => (care === "inpatient" ? ofStays : ofOthers);
}

interface CutMonth {
  firstDay: string;
  days: number;
  weight: number;
  pilotShare: number;
}

function makeCell(population: Population, period: Period, days: CutMonth[], cell: number, scale: number): Cell {
  const part = chosen(days) / weights(period);
  const share = Math.abs(part - 1) < 1e-12 ? 1 : part;
  const real = visitsOf(period);
  let weight = 0;
  let before = 0;
  const months = days.map((month) => {
    weight += month.weight;
    const until = Math.round((real * weight) / weights(period) / scale);
    const visits = until - before;
    before = until;
    return { firstDay: month.firstDay, days: month.days, pilotShare: month.pilotShare, visits };
  });
  const money = (hundredMillion: string) => scaled(fen(hundredMillion), share, scale);
  return {
    cell,
    population,
    period,
    share,
    scale,
    visits: before,
    total: money(period.total),
    fund: money(period.fund),
    months,
  };
}

/** The months of a period that lie in the days asked for, each with its weight by days. */
function cutMonths(period: Period, from: string, to: string): CutMonth[] {
  const [year, month] = period.from.split("-").map(Number) as [number, number];
  const last = Math.max(1, period.months.length - 1);
  return period.months.flatMap((weight, index) => {
    const first = new Date(Date.UTC(year, month - 1 + index, 1));
    const end = new Date(Date.UTC(year, month + index, 0));
    const begin = day(first) > from ? day(first) : from;
    const until = day(end) < to ? day(end) : to;
    const days = (Date.parse(until) - Date.parse(begin)) / 86_400_000 + 1;
    if (!(days > 0)) return [];
    const [start, stop] = period.pilot_share ?? [0, 0];
    const pilotShare = start + ((stop - start) * index) / last;
    return [{ firstDay: begin, days, weight: (weight * days) / end.getUTCDate(), pilotShare }];
  });
}

function checkDay(text: string): string {
  const date = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(date.getTime()) || day(date) !== text) {
    throw fail("request.invalid", { where: "generate: from, to", expected: "a day YYYY-MM-DD", got: text });
  }
  return text;
}

function checkCount(name: string, value: number | undefined): void {
  if (value === undefined || (Number.isSafeInteger(value) && value > 0)) return;
  throw fail("request.invalid", { where: `generate: ${name}`, expected: "a whole number above 0", got: value });
}

const day = (date: Date) => date.toISOString().slice(0, 10);
const weights = (period: Period) => period.months.reduce((sum, weight) => sum + weight, 0);
const chosen = (days: CutMonth[]) => days.reduce((sum, { weight }) => sum + weight, 0);

/** 万人次 → 人次, exactly. */
const visitsOf = (period: Period): number => Math.round(Number(period.visits) * 10_000);

/** 亿元 with up to ten decimals → fen, exactly. */
function fen(hundredMillion: string): bigint {
  const [whole, part = ""] = hundredMillion.split(".") as [string, string?];
  return BigInt(whole + part.padEnd(10, "0"));
}

/** amount × share ÷ scale, half up; share to nine digits. */
function scaled(amount: bigint, share: number, scale: number): bigint {
  const parts = 1_000_000_000n;
  const top = amount * BigInt(Math.round(share * 1e9));
  const bottom = parts * BigInt(scale);
  return (2n * top + bottom) / (2n * bottom);
}
