import type { Locale } from "../paraglide/runtime.js";

/** A month as the interface writes it: "2021-03". */
export type Month = string;

export interface Period {
  from: Month;
  to: Month;
}

export function isMonth(text: string | null): text is Month {
  return text !== null && /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

export function addMonths(month: Month, count: number): Month {
  const index = toIndex(month) + count;
  return `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}`;
}

/** Both ends included. */
export function monthsOf({ from, to }: Period): Month[] {
  return Array.from({ length: Math.max(0, toIndex(to) - toIndex(from) + 1) }, (_, i) => addMonths(from, i));
}

export function yearBefore({ from, to }: Period): Period {
  return { from: addMonths(from, -12), to: addMonths(to, -12) };
}

export function yearOf(month: Month): number {
  return Number(month.slice(0, 4));
}

/** The later year of the data from January to its last month. */
export function latestYear(data: { first: Month; last: Month }): Period {
  const january = `${data.last.slice(0, 4)}-01`;
  return { from: january < data.first ? data.first : january, to: data.last };
}

/**
 * The latest year that is more than a remainder — a tenth of the fullest year's visits — from January to its last month
 * with data. Stragglers of another year would else be all that a first look shows.
 */
export function mainYear(data: { first: Month; last: Month }, visitsByYear: ReadonlyMap<string, number>): Period {
  const most = Math.max(0, ...visitsByYear.values());
  const full = [...visitsByYear].filter(([, visits]) => visits * 10 >= most).map(([year]) => year);
  const year = full.sort().at(-1);
  return (year && clip({ from: `${year}-01`, to: `${year}-12` }, data)) || latestYear(data);
}

/** The periods a supervisor asks for most; each ends where the data end. */
export function quickPeriods(data: {
  first: Month;
  last: Month;
}): Record<"yearToDate" | "fullYear" | "last12", Period> {
  const year = yearOf(data.last);
  const complete = data.last.endsWith("-12") ? year : year - 1;
  return {
    yearToDate: latestYear(data),
    fullYear: clip({ from: `${complete}-01`, to: `${complete}-12` }, data) ?? latestYear(data),
    last12: clip({ from: addMonths(data.last, -11), to: data.last }, data) ?? latestYear(data),
  };
}

/** The part of a period that has data; null where there is none. */
export function clip(period: Period, data: { first: Month; last: Month }): Period | null {
  const [, from] = [period.from, data.first].sort() as [Month, Month];
  const [to] = [period.to, data.last].sort() as [Month, Month];
  return from <= to ? { from, to } : null;
}

/** "2021年1–11月", "2020年11月–2021年3月", "2021年"; in English "Jan–Nov 2021". */
export function periodLabel({ from, to }: Period, locale: Locale): string {
  const sameYear = from.slice(0, 4) === to.slice(0, 4);
  const whole = sameYear && from.endsWith("-01") && to.endsWith("-12");
  const [year, first, last] = [from.slice(0, 4), Number(from.slice(5)), Number(to.slice(5))];
  if (locale === "zh") {
    if (whole) return `${year}年`;
    if (from === to) return `${year}年${first}月`;
    return sameYear ? `${year}年${first}–${last}月` : `${year}年${first}月–${to.slice(0, 4)}年${last}月`;
  }
  if (whole) return year;
  if (from === to) return `${monthName(from, "en")} ${year}`;
  return sameYear
    ? `${monthName(from, "en")}–${monthName(to, "en")} ${year}`
    : `${monthName(from, "en")} ${year} – ${monthName(to, "en")} ${to.slice(0, 4)}`;
}

/** "3月" or "Mar". */
export function monthName(month: Month, locale: Locale): string {
  const number = Number(month.slice(5));
  return locale === "zh" ? `${number}月` : "JanFebMarAprMayJunJulAugSepOctNovDec".slice(number * 3 - 3, number * 3);
}

function toIndex(month: Month): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
}
