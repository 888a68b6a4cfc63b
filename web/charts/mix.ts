import * as Plot from "@observablehq/plot";
import type { Chart, ChartContext, ChartData } from "../lib/chart.ts";
import { toNumber } from "../lib/decimal.ts";
import { box, draw } from "../lib/draw.ts";
import { records } from "../lib/figures.ts";
import { exact, percent } from "../lib/format.ts";
import { nameOf, names } from "../lib/labels.ts";
import { conditions } from "../lib/query.ts";
import { rove } from "../lib/roving.ts";
import { everything } from "../lib/state.ts";
import { m } from "../paraglide/messages.js";

interface Share {
  group: string;
  visits: number;
  fund: number;
  selected: boolean;
}

function shares(data: ChartData, { filter }: ChartContext): Share[] {
  const rows = records(data.groups!).map((row) => ({
    group: String(row.care_group),
    visits: toNumber(row.visits) ?? 0,
    fund: toNumber(row.fund_total) ?? 0,
  }));
  const visits = rows.reduce((sum, row) => sum + row.visits, 0) || 1;
  const fund = rows.reduce((sum, row) => sum + row.fund, 0) || 1;
  return rows
    .filter((row) => row.visits > 0)
    .map((row) => ({
      ...row,
      visits: row.visits / visits,
      fund: row.fund / fund,
      selected: row.group === filter.group,
    }))
    .sort((a, b) => b.visits - a.visits);
}

const mix: Chart = {
  id: "mix",
  page: "overview",
  order: 40,
  span: 3,
  height: 268,
  question: m.mix_question,
  title: () => m.mix_title(),
  request: ({ filter }) => ({
    groups: {
      measures: ["visits", "fund_total"],
      by: ["care_group"],
      from: filter.from,
      to: filter.to,
      where: conditions(filter, ["care_group"]),
    },
  }),

  finding(data, context) {
    const [most] = shares(data, context).sort((a, b) => b.fund - a.fund);
    if (!most) return "";
    return m.mix_finding({
      name: nameOf(names.groups, most.group),
      visits: percent(most.visits),
      fund: percent(most.fund),
    });
  },

  plot(data, context) {
    const { filter, update, width } = context;
    const all = shares(data, context);
    const height = Math.min(mix.height, all.length * 62);
    const bars = all.flatMap((share, index) => [
      { share, index, kind: 0, value: share.visits, fill: "var(--bar)", name: m.mix_visits() },
      { share, index, kind: 1, value: share.fund, fill: "var(--bar-strong)", name: m.mix_fund() },
    ]);
    const drawing = draw(m.mix_title(), {
      width,
      height,
      marginLeft: 2,
      marginRight: 92,
      marginTop: 0,
      marginBottom: 0,
      x: { axis: null, domain: [0, Math.max(...bars.map((bar) => bar.value))] },
      y: { axis: null, domain: [-1, 0, 1], padding: 0.12 },
      fy: { axis: null, domain: all.map((_, index) => index), padding: 0.16 },
      color: { type: "identity" },
      marks: [
        Plot.barX(bars, { fy: "index", y: "kind", x: "value", fill: "fill", rx: 1 }),
        Plot.text(all, {
          fy: (_, index) => index,
          y: () => -1,
          x: 0,
          text: (share: Share) => nameOf(names.groups, share.group),
          textAnchor: "start",
          fill: (share: Share) => (share.selected ? "var(--accent)" : "var(--ink)"),
        }),
        Plot.text(bars, {
          fy: "index",
          y: "kind",
          x: "value",
          text: (bar) => `${bar.name} ${percent(bar.value)}%`,
          textAnchor: "start",
          dx: 6,
          fill: "var(--ink-2)",
          fontSize: 11.5,
        }),
      ],
    });
    const fy = drawing.scale("fy")!;
    rove(
      all.map((share, index) => ({
        element: box(drawing, { x: 0, y: fy.apply(index) - 3, width, height: (fy.bandwidth ?? 0) + 6 }),
        x: 0,
        y: index * 10,
        label: m.mix_label({
          name: nameOf(names.groups, share.group),
          visits: percent(share.visits),
          fund: percent(share.fund),
        }),
        pressed: share.selected,
        activate: () => update({ group: filter.group === share.group ? everything : share.group }),
      })),
    );
    return drawing;
  },

  sheet: (data, context) => ({
    columns: [
      { id: "care_group", label: m.column_care_group() },
      { id: "visits", label: m.measure_visits(), numeric: true, write: exact },
      { id: "visits_share", label: m.column_share_visits(), numeric: true, write: (value) => `${percent(value)}%` },
      {
        id: "fund_total",
        label: m.column_with_unit({ label: m.measure_fund_total(), unit: m.unit_yuan() }),
        numeric: true,
        write: exact,
      },
      { id: "fund_share", label: m.column_share_fund(), numeric: true, write: (value) => `${percent(value)}%` },
    ],
    rows: shares(data, context).map((share) => {
      const row = records(data.groups!).find((record) => record.care_group === share.group)!;
      const rounded = (value: number) => value.toFixed(6);
      return [
        nameOf(names.groups, share.group),
        row.visits!,
        rounded(share.visits),
        row.fund_total!,
        rounded(share.fund),
      ];
    }),
  }),
};

export default mix;
