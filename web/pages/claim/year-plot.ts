import * as Plot from "@observablehq/plot";
import { box, type Drawing, draw } from "../../lib/draw.ts";
import { exact } from "../../lib/format.ts";
import { nameOf, names } from "../../lib/labels.ts";
import { textWidth } from "../../lib/ranked.ts";
import { fullName, type Regions, regionName } from "../../lib/regions.ts";
import { rove } from "../../lib/roving.ts";
import type { YearClaim } from "../../lib/settlement.ts";
import { span } from "../../lib/settlement-labels.ts";
import { m } from "../../paraglide/messages.js";
import type { Locale } from "../../paraglide/runtime.js";

export interface YearPicture {
  claims: YearClaim[];
  current: string;
  /** Days on which a filing began, within the year. */
  filed: string[];
  regions: Regions;
  locale: Locale;
  width: number;
  open(claimId: string): void;
}

interface Visit {
  claim: YearClaim;
  row: string;
  begin: Date;
  end: Date;
  stay: boolean;
  current: boolean;
  differs: boolean;
}

const day = (text: string) => new Date(`${text.slice(0, 10)}T00:00:00Z`);
const DAY = 86_400_000;
const rowHeight = 40;
const sumsHeight = 96;

/** A person's year: a row per province of care, stays as bars and other visits as dots, and below what the fund has paid so far. */
export function yearPlot(picture: YearPicture): Element {
  const { claims, locale, width } = picture;
  const visits = claims.map((claim) => visitOf(claim, picture));
  const rows = [...new Set(visits.map(({ row }) => row))];
  const marginLeft = Math.min(Math.max(64, ...rows.map((row) => textWidth(row) + 18)), width * 0.3);
  const x = {
    type: "utc" as const,
    domain: extent(visits),
    label: null,
    tickFormat: (date: Date) => monthLabel(date, locale),
  };
  const frame = { width, marginLeft, marginRight: 24 };
  const strip = draw(m.year_title(), {
    ...frame,
    height: rows.length * rowHeight + 40,
    marginTop: 18,
    marginBottom: 22,
    x: { ...x, grid: true, ticks: width < 560 ? 6 : 12, tickSize: 0 },
    y: { type: "band", domain: rows, label: null, tickSize: 0 },
    marks: [
      Plot.ruleX(picture.filed, { x: day, stroke: "var(--ink-3)", strokeDasharray: "3,3" }),
      filedLabels(picture.filed.filter(isEarly), "start"),
      filedLabels(
        picture.filed.filter((text) => !isEarly(text)),
        "end",
      ),
      Plot.rect(
        visits.filter(({ stay }) => stay),
        { x1: "begin", x2: "end", y: "row", insetTop: 9, insetBottom: 9, fill: colour, rx: 2 },
      ),
      Plot.dot(
        visits.filter(({ stay }) => !stay),
        { x: "begin", y: "row", r: 3.5, fill: colour, stroke: "var(--card)" },
      ),
      Plot.text(
        visits.filter(({ current }) => current),
        {
          x: "end",
          y: "row",
          text: () => m.year_this(),
          textAnchor: "start",
          dx: 6,
          fill: "var(--ink)",
          fontWeight: 600,
        },
      ),
    ],
    color: { type: "identity" },
  });
  reachable(strip, visits, picture);
  const place = document.createElement("div");
  place.append(strip, runningSums(claims, picture, { ...frame, x }));
  return place;

  /** In the first sixth a label to the left of its line would stand in the names of the rows. */
  function isEarly(text: string): boolean {
    const [first, last] = x.domain;
    return day(text).getTime() - first.getTime() < (last.getTime() - first.getTime()) / 6;
  }

  function colour({ current, differs }: Visit): string {
    return current ? "var(--accent)" : differs ? "var(--violation)" : "var(--bar)";
  }
}

/** Above the rows, so that it covers no visit. */
function filedLabels(filed: string[], textAnchor: "start" | "end") {
  return Plot.text(filed, {
    x: day,
    frameAnchor: "top",
    text: () => m.year_filed(),
    textAnchor,
    dx: textAnchor === "start" ? 4 : -4,
    dy: -12,
    fill: "var(--ink-2)",
  });
}

/** Whole months from the first visit to the last, at least the calendar year that most of them lie in. */
function extent(visits: Visit[]): [Date, Date] {
  const first = new Date(Math.min(...visits.map(({ begin }) => begin.getTime())));
  const last = new Date(Math.max(...visits.map(({ end }) => end.getTime())));
  const year = last.getUTCFullYear();
  const begin =
    first.getUTCFullYear() < year ? Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), 1) : Date.UTC(year, 0, 1);
  return [new Date(begin), new Date(Date.UTC(year + 1, 0, 1))];
}

/** What the fund has paid so far, and would have paid as due, by the day of settlement. */
function runningSums(
  claims: YearClaim[],
  { current }: YearPicture,
  frame: { width: number; marginLeft: number; marginRight: number; x: Plot.ScaleOptions & { domain: [Date, Date] } },
): Element {
  const own = claims.find(({ claim_id }) => claim_id === current) ?? claims[0]!;
  const pool = claims.filter(({ insured_city, scheme }) => insured_city === own.insured_city && scheme === own.scheme);
  const sums = pool.map((claim) => ({
    at: day(claim.settled_at),
    paid: Number(claim.fund_so_far),
    due: claim.due_so_far === null ? null : Number(claim.due_so_far),
  }));
  const last = { ...sums.at(-1)!, at: frame.x.domain[1] };
  const steps = [{ at: frame.x.domain[0], paid: 0, due: 0 }, ...sums, last];
  const differs = sums.some(({ paid, due }) => due !== null && due !== paid);
  const end = (value: number, label: string, above: boolean) =>
    Plot.text([last], {
      x: "at",
      y: () => value,
      text: () => `${label} ${exact(value.toFixed(2))}`,
      textAnchor: "end",
      dy: above ? -9 : 11,
      fill: "var(--ink-2)",
    });
  return draw(m.year_paid(), {
    ...frame,
    height: sumsHeight,
    marginTop: 20,
    marginBottom: 8,
    x: { ...frame.x, axis: null },
    y: { axis: null, zero: true },
    marks: [
      Plot.ruleY([0], { stroke: "var(--line-strong)" }),
      ...(differs
        ? [
            Plot.line(steps, {
              x: "at",
              y: "due",
              curve: "step-after",
              stroke: "var(--suspected)",
              strokeDasharray: "4,3",
            }),
          ]
        : []),
      Plot.line(steps, { x: "at", y: "paid", curve: "step-after", stroke: "var(--bar-strong)" }),
      Plot.dot(sums, { x: "at", y: "paid", r: 2.5, fill: "var(--bar-strong)" }),
      end(last.paid, m.year_paid(), !differs || last.due === null || last.paid >= last.due),
      ...(differs && last.due !== null ? [end(last.due, m.year_due(), last.due > last.paid)] : []),
    ],
  });
}

function reachable(drawing: Drawing, visits: Visit[], { regions, locale, open }: YearPicture): void {
  const [x, y] = [drawing.scale("x")!, drawing.scale("y")!];
  rove(
    visits.map(({ claim, row, begin, end, current }) => {
      const [left, right, top] = [x.apply(begin), x.apply(end), y.apply(row)];
      const width = Math.max(12, right - left);
      const area = { x: (left + right - width) / 2, y: top + 5, width, height: (y.bandwidth ?? rowHeight) - 10 };
      const label = m.year_stop({
        when: span(claim.visit_begin ?? claim.settled_at.slice(0, 10), claim.visit_end, locale),
        place: fullName(regions, claim.care_city, locale),
        care: nameOf(names.groups, claim.care_group),
        fund: exact(claim.fund_total),
        sum: exact(claim.fund_so_far),
      });
      return {
        element: box(drawing, area, 3),
        x: area.x,
        y: area.y,
        label,
        pressed: current,
        activate: () => open(claim.claim_id),
      };
    }),
  );
}

function visitOf(claim: YearClaim, { current, regions, locale }: YearPicture): Visit {
  const stay = claim.care_group === "inpatient";
  const begin = day(claim.visit_begin ?? claim.settled_at);
  const end =
    stay && claim.visit_end ? new Date(Math.max(day(claim.visit_end).getTime(), begin.getTime() + DAY)) : begin;
  return {
    claim,
    row: regionName(regions, claim.care_province, locale),
    begin,
    end,
    stay,
    current: claim.claim_id === current,
    differs: claim.difference_class !== null && claim.materiality !== "rounding",
  };
}

function monthLabel(date: Date, locale: Locale): string {
  const month = date.getUTCMonth() + 1;
  if (locale === "zh") return `${month}月`;
  return "JanFebMarAprMayJunJulAugSepOctNovDec".slice(month * 3 - 3, month * 3);
}
