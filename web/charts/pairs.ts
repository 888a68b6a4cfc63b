import type { Chart, ChartContext, ChartData } from "../lib/chart.ts";
import { toNumber } from "../lib/decimal.ts";
import { records } from "../lib/figures.ts";
import { exact, percent } from "../lib/format.ts";
import { commonStep, measureText, written } from "../lib/measures.ts";
import { conditions } from "../lib/query.ts";
import { ranked } from "../lib/ranked.ts";
import { fullName, regionName, shortName } from "../lib/regions.ts";
import { m } from "../paraglide/messages.js";

const shownAtMost = 12;

interface Pair {
  from: string;
  to: string;
  visits: number;
}

/** Inside a province, pairs of provinces say nothing: then it is pairs of areas. */
const byAreas = ({ filter }: ChartContext) =>
  filter.level === "area" || filter.scope === "within_province" || filter.scope === "local";

function pairs(data: ChartData, context: ChartContext): Pair[] {
  const [from, to] = byAreas(context) ? ["insured_city", "care_city"] : ["insured", "care"];
  const all = records(data.pairs!).map((row) => ({
    from: String(row[from!]),
    to: String(row[to!]),
    visits: toNumber(row.visits) ?? 0,
  }));
  const away = all.filter((pair) => pair.from !== pair.to);
  return (away.length > 0 ? away : all).sort((a, b) => b.visits - a.visits);
}

const sum = (all: Pair[]) => all.reduce((total, pair) => total + pair.visits, 0);

function stepOf(shown: Pair[], { definitions, locale }: ChartContext) {
  const values = shown.map((pair) => pair.visits);
  return commonStep(values, measureText("visits", definitions, locale), locale, true);
}

const flows: Chart = {
  id: "pairs",
  page: "overview",
  order: 30,
  span: 5,
  height: 268,
  question: m.pairs_question,
  title: () => m.pairs_title(),
  hint(context, data) {
    if (!data) return "";
    const all = pairs(data, context).slice(0, shownAtMost);
    const step = stepOf(all, context);
    return m.pairs_unit({ unit: step.unit, count: all.length });
  },

  // With both ends chosen the other places of care stay in sight beside the chosen one.
  request: ({ filter, ...context }) => ({
    pairs: {
      measures: ["visits"],
      by: [byAreas({ filter, ...context }) ? "city_pair" : "pair"],
      from: filter.from,
      to: filter.to,
      where: conditions(filter, filter.insured.length > 0 && filter.care.length > 0 ? ["care"] : []),
    },
  }),

  finding(data, context) {
    const all = pairs(data, context);
    const top = all.slice(0, shownAtMost);
    if (!top[0]) return "";
    const name = (code: string) => regionName(context.regions, code, context.locale);
    const share = percent(sum(all) > 0 ? sum(top) / sum(all) : null);
    return m.pairs_finding({ count: top.length, share, first: `${name(top[0].from)} → ${name(top[0].to)}` });
  },

  plot(data, context) {
    const { regions, locale, filter, definitions, update, width } = context;
    const top = pairs(data, context).slice(0, shownAtMost);
    const visits = measureText("visits", definitions, locale);
    const step = stepOf(top, context);
    const name = (code: string) =>
      byAreas(context) || locale === "en" ? regionName(regions, code, locale) : shortName(regions, code, locale);
    const bars = top.map((pair) => {
      const selected = filter.insured.join() === pair.from && filter.care.join() === pair.to;
      return {
        name: `${name(pair.from)} → ${name(pair.to)}`,
        value: pair.visits,
        text: step.write(pair.visits),
        label: m.pairs_label({
          from: fullName(regions, pair.from, locale),
          to: fullName(regions, pair.to, locale),
          value: written(pair.visits, visits, locale),
        }),
        selected,
        activate: () => update(selected ? { insured: [], care: [] } : { insured: [pair.from], care: [pair.to] }),
      };
    });
    const height = Math.max(60, (bars.length / shownAtMost) * flows.height);
    return ranked(m.pairs_title(), bars, width, height);
  },

  sheet: (data, context) => ({
    columns: [
      { id: "insured", label: m.column_insured() },
      { id: "care", label: m.column_care() },
      { id: "visits", label: m.measure_visits(), numeric: true, write: exact },
    ],
    rows: pairs(data, context).map((pair) => [
      fullName(context.regions, pair.from, context.locale),
      fullName(context.regions, pair.to, context.locale),
      pair.visits,
    ]),
  }),
};

export default flows;
