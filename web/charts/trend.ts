import * as Plot from "@observablehq/plot";
import type { Chart, ChartContext, ChartData } from "../lib/chart.ts";
import { toNumber } from "../lib/decimal.ts";
import { box, draw } from "../lib/draw.ts";
import { records } from "../lib/figures.ts";
import { exact, percent } from "../lib/format.ts";
import { commonStep, measureText, written } from "../lib/measures.ts";
import { dragMonths } from "../lib/months.ts";
import { clip, monthName, monthsOf, type Period } from "../lib/period.ts";
import { conditions, mixesCareTypes } from "../lib/query.ts";
import { m } from "../paraglide/messages.js";

interface Row {
  month: string;
  visits: number;
  ratio: number | null;
  inside: boolean;
}

/** The calendar years the period lies in, so that a narrowed period stays in sight of its year. */
function frame({ filter, watermark }: ChartContext): Period {
  const years = { from: `${filter.from.slice(0, 4)}-01`, to: `${filter.to.slice(0, 4)}-12` };
  return (watermark.months && clip(years, watermark.months)) ?? filter;
}

function rows(data: ChartData, context: ChartContext): Row[] {
  const known = new Map(records(data.months!).map((record) => [String(record.month).slice(0, 7), record]));
  return monthsOf(frame(context)).map((month) => ({
    month,
    visits: toNumber(known.get(month)?.visits) ?? 0,
    ratio: mixesCareTypes(context.filter) ? null : toNumber(known.get(month)?.fund_ratio),
    inside: month >= context.filter.from && month <= context.filter.to,
  }));
}

const trend: Chart = {
  id: "trend",
  page: "overview",
  order: 10,
  span: 6,
  height: 252,
  question: m.trend_question,
  title: ({ filter }) => (mixesCareTypes(filter) ? m.trend_title_visits() : m.trend_title()),
  hint: () => m.trend_hint(),

  request: (context) => ({
    months: {
      measures: ["visits", "fund_ratio"],
      by: ["month"],
      ...frame(context),
      where: conditions(context.filter),
    },
  }),

  finding(data, context) {
    const { locale, definitions } = context;
    const inside = rows(data, context).filter((row) => row.inside && row.visits > 0);
    const count = (row: Row) => written(row.visits, measureText("visits", definitions, locale), locale);
    const byVisits = [...inside].sort((a, b) => b.visits - a.visits);
    const [peak, trough] = [byVisits[0], byVisits.at(-1)];
    if (!peak || !trough) return "";
    const ratios = inside.map((row) => row.ratio).filter((ratio) => ratio !== null);
    const month = monthName(peak.month, locale);
    if (ratios.length === 0) {
      const least = { trough: monthName(trough.month, locale), least: count(trough) };
      return m.trend_finding_visits({ peak: month, count: count(peak), ...least });
    }
    if (inside.length === 1) return m.trend_finding_one({ month, count: count(peak), ratio: percent(peak.ratio) });
    const [low, high] = [percent(Math.min(...ratios)), percent(Math.max(...ratios))];
    return m.trend_finding({ peak: month, count: count(peak), range: low === high ? low : `${low}–${high}` });
  },

  plot(data, context) {
    const { locale, definitions, width } = context;
    const all = rows(data, context);
    const visits = measureText("visits", definitions, locale);
    const step = commonStep(
      all.map((row) => row.visits),
      visits,
      locale,
    );
    const top = Math.max(...all.map((row) => row.visits), 1);
    const line = all.filter((row) => row.ratio !== null) as (Row & { ratio: number })[];
    const lift = ratioBand(
      line.map((row) => row.ratio),
      top,
    );
    const drawing = draw(trend.title(context), {
      width,
      height: trend.height,
      marginTop: 18,
      marginLeft: 40,
      marginRight: 8,
      marginBottom: 26,
      x: { type: "band", domain: all.map((row) => row.month), padding: 0.28 },
      y: { domain: [0, top * (line.length > 0 ? 1.42 : 1.1)] },
      color: { type: "identity" },
      marks: [
        Plot.gridY({ ticks: gridTicks(top), stroke: "var(--line)", strokeOpacity: 1 }),
        Plot.axisY(gridTicks(top), { tickFormat: step.write, tickSize: 0, label: null, fill: "var(--ink-3)" }),
        Plot.axisX({
          tickFormat: tickLabel(all.length, width, locale),
          tickSize: 0,
          label: null,
          fill: "var(--ink-2)",
        }),
        Plot.barY(all, {
          x: "month",
          y: "visits",
          fill: (row: Row) => (row.inside ? "var(--bar)" : "var(--bar-pale)"),
        }),
        Plot.ruleY([0], { stroke: "var(--ink-2)" }),
        Plot.line(line, { x: "month", y: (row) => lift(row.ratio), stroke: "var(--mark)", strokeWidth: 1.5 }),
        Plot.dot(line, { x: "month", y: (row) => lift(row.ratio), fill: "var(--mark)", r: 2.25 }),
        Plot.text(telling(line), {
          x: "month",
          y: (row: Row) => lift(row.ratio!),
          text: (row: Row) => `${percent(row.ratio)}%`,
          dy: -10,
          fill: "var(--ink)",
        }),
        Plot.text([`${step.unit}${line.length > 0 ? ` · ${m.trend_ratio()}` : ""}`], {
          frameAnchor: "top-left",
          dx: -38,
          dy: -18,
          fill: "var(--ink-3)",
        }),
      ],
    });
    const x = drawing.scale("x")!;
    const gap = (width - 48) / all.length;
    dragMonths(
      drawing,
      all.map((row) => ({
        month: row.month,
        inside: row.inside,
        element: box(
          drawing,
          { x: x.apply(row.month) - (gap - x.bandwidth!) / 2, y: 12, width: gap, height: trend.height - 12 },
          2,
        ),
        label: m.trend_month_label({
          month: `${row.month.slice(0, 4)} ${monthName(row.month, locale)}`,
          count: written(row.visits, visits, locale),
          ratio: row.ratio === null ? "—" : `${percent(row.ratio)}%`,
        }),
      })),
      context,
    );
    return drawing;
  },

  sheet: (data) => ({
    columns: [
      { id: "month", label: m.column_month() },
      { id: "visits", label: m.measure_visits(), numeric: true, write: exact },
      { id: "fund_ratio", label: m.measure_fund_ratio(), numeric: true, write: (value) => `${percent(value, 2)}%` },
    ],
    rows: records(data.months!).map((row) => [String(row.month).slice(0, 7), row.visits!, row.fund_ratio!]),
  }),
};

/** Places the ratios in a band of their own above the bars; at least two points wide, so that noise stays small. */
function ratioBand(ratios: number[], top: number): (ratio: number) => number {
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
  const middle = (low + high) / 2;
  const spread = Math.max(high - low, 0.02);
  return (ratio) => top * (1.24 + ((ratio - middle) / spread) * 0.16);
}

/** The months whose ratio is written out: highest, lowest, last. */
function telling(line: Row[]): Row[] {
  const sorted = line.filter((row) => row.inside).sort((a, b) => a.ratio! - b.ratio!);
  const chosen = [sorted.at(-1), sorted[0], line.filter((row) => row.inside).at(-1)];
  return [...new Set(chosen.filter((row) => row !== undefined))];
}

function gridTicks(top: number): number[] {
  const rough = top / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const size = [1, 2, 5, 10].map((factor) => factor * power).find((value) => value >= rough)!;
  return Array.from({ length: Math.floor(top / size) + 1 }, (_, index) => index * size);
}

/** Every month while there is room, else every third; January carries its year when there are several. */
function tickLabel(count: number, width: number, locale: ChartContext["locale"]): (month: string) => string {
  const sparse = count * 34 > width;
  return (month) => {
    const number = Number(month.slice(5));
    if (count > 12 && number === 1) return month.slice(0, 4);
    if (count > 36 || (sparse && number % 3 !== 1)) return "";
    return sparse && width < 420 ? String(number) : monthName(month, locale);
  };
}

export default trend;
