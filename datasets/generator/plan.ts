import { fail } from "../../server/errors.ts";
import { type Period, type Population, populations } from "./populations.ts";

/** What is asked for. Days are `YYYY-MM-DD`, both inclusive. */
export interface PlanOptions {
  /** Rows of setl_d to come near to; gives way to `scale`. */
  settlements?: number;
  /** Real settlements that one row stands for. */
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
  scale: number;
  from: string;
  to: string;
  cells: Cell[];
}

const DEFAULT_FROM = "2020-01-01";
const DEFAULT_TO = "2021-11-30";
const DEFAULT_SCALE = 50;
/** Rows of setl_d for each visit: reversals, interim settlements and copies of the care side come on top. */
const ROWS_PER_VISIT = 1.08;

/**
 * Cuts the populations to the days asked for and scales them. A month that is cut counts by its days; money follows visits.
 * `settlements` sets the scale to the whole number that comes nearest to that many rows. Throws `request.invalid` for days that
 * are none or have no figures to follow.
 */
export function makePlan(options: PlanOptions): Plan {
  const from = checkDay(options.from ?? DEFAULT_FROM);
  const to = checkDay(options.to ?? DEFAULT_TO);
  for (const name of ["scale", "settlements"] as const) checkCount(name, options[name]);
  const parts = populations.flatMap((population) =>
    population.periods.map((period) => ({ population, period, days: cutMonths(period, from, to) })),
  );
  const real = parts.map(({ period, days }) => (visitsOf(period) * chosen(days)) / weights(period));
  const all = real.reduce((sum, visits) => sum + visits, 0);
  if (!(all > 0)) {
    throw fail("request.invalid", {
      where: "generate: from, to",
      expected: "days between 2020-01-01 and 2021-12-31, where there are figures to follow",
      got: `${from} to ${to}`,
    });
  }
  const wanted = options.settlements === undefined ? DEFAULT_SCALE : (all * ROWS_PER_VISIT) / options.settlements;
  const scale = options.scale ?? Math.max(1, Math.round(wanted));
  const cells = parts.map(({ population, period, days }, cell) => makeCell(population, period, days, cell, scale));
  return { scale, from, to, cells: cells.filter(({ visits }) => visits > 0) };
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
