import type { Chart, ChartContext, ChartData } from "../lib/chart.ts";
import { choose } from "../lib/choose.ts";
import { toNumber } from "../lib/decimal.ts";
import { records } from "../lib/figures.ts";
import { exact, percent } from "../lib/format.ts";
import { columnLabel, commonStep, measureText, written } from "../lib/measures.ts";
import { conditions, mixesCareTypes } from "../lib/query.ts";
import { ranked } from "../lib/ranked.ts";
import { fullName, regionName, shortName } from "../lib/regions.ts";
import { scatter } from "../lib/scatter.ts";
import { stepsOf } from "../lib/steps.ts";
import { tiles } from "../lib/tiles.ts";
import type { Cell } from "../lib/types.ts";
import { m } from "../paraglide/messages.js";

const measures = [
  "visits",
  "total_cost",
  "fund_total",
  "fund_ratio",
  "reduced_advance",
  "cost_per_stay",
  "days_per_stay",
];
const barsAtMost = 16;
const barsBesideMap = 12;
/** Below this width a tile cannot hold its label. */
const narrow = 420;

interface Row {
  code: string;
  value: Cell;
}

const byAreas = ({ filter }: ChartContext) => filter.level === "area";

/** Ratios need one care type; with all of them together the map shows visits. */
function measureOf({ filter, definitions, locale }: ChartContext) {
  const chosen = measureText(filter.measure, definitions, locale);
  return mixesCareTypes(filter) && !chosen.additive ? measureText("visits", definitions, locale) : chosen;
}

function rows(data: ChartData, context: ChartContext): Row[] {
  const dimension = byAreas(context) ? `${context.filter.side}_city` : context.filter.side;
  return records(data.regions!)
    .map((record) => ({ code: String(record[dimension]), value: record[measureOf(context).id] ?? null }))
    .filter((row) => row.value !== null)
    .sort((a, b) => Number(b.value) - Number(a.value));
}

const tiled = (context: ChartContext) => !byAreas(context) && context.watermark.hasTiles && context.width >= narrow;

/** Labels of one step; bars have room for longer ones than tiles. */
function stepOf(all: Row[], context: ChartContext) {
  const shown = byAreas(context) ? all.slice(0, barsBesideMap) : all;
  const values = shown.map((row) => row.value);
  return commonStep(values, measureOf(context), context.locale, !tiled(context));
}

const map: Chart = {
  id: "map",
  page: "overview",
  order: 20,
  span: 6,
  height: 252,
  question: m.map_question,
  title(context) {
    const measure = measureOf(context).label;
    const side = context.filter.side === "insured" ? m.map_side_insured() : m.map_side_care();
    return byAreas(context) ? m.map_title_areas({ measure, side }) : m.map_title({ measure, side });
  },
  hint(context, data) {
    if (!data) return "";
    return stepOf(rows(data, context), context).unit;
  },

  controls: (context) => [
    {
      label: m.control_measure(),
      value: measureOf(context).id,
      options: measures
        .map((id) => measureText(id, context.definitions, context.locale))
        .filter((measure) => measure.additive || !mixesCareTypes(context.filter))
        .map((measure) => ({ value: measure.id, label: measure.label })),
      choose: (measure) => context.update({ measure }),
    },
    {
      label: m.control_side(),
      value: context.filter.side,
      options: [
        { value: "insured", label: m.side_insured() },
        { value: "care", label: m.side_care() },
      ],
      choose: (side) => context.update({ side: side === "care" ? "care" : "insured" }),
    },
    {
      label: m.control_level(),
      value: context.filter.level,
      options: [
        { value: "province", label: m.level_province() },
        { value: "area", label: m.level_area() },
      ],
      choose: (level) => context.update({ level: level === "area" ? "area" : "province" }),
    },
  ],

  request: (context) => ({
    regions: {
      measures: [...new Set([measureOf(context).id, "visits"])],
      by: [byAreas(context) ? `${context.filter.side}_city` : context.filter.side],
      from: context.filter.from,
      to: context.filter.to,
      where: {
        ...conditions(context.filter, [context.filter.side]),
        ...(byAreas(context) ? surroundings(context) : {}),
      },
    },
  }),

  finding(data, context) {
    const all = rows(data, context);
    const [high, low] = [all[0], all.at(-1)];
    if (!high || !low) return "";
    const name = (row: Row) => regionName(context.regions, row.code, context.locale);
    const text = (row: Row) => written(row.value, measureOf(context), context.locale);
    if (all.length === 1) return m.map_finding_one({ high: name(high), top: text(high) });
    return m.map_finding({ high: name(high), top: text(high), low: name(low), bottom: text(low) });
  },

  plot(data, context) {
    const all = rows(data, context);
    if (byAreas(context)) return areas(all, data, context);
    return tiled(context) ? provinceTiles(all, context) : bars(all, context);
  },

  sheet(data, context) {
    const measure = measureOf(context);
    const write = (value: Cell) => (measure.kind === "ratio" ? `${percent(value, 2)}%` : exact(value));
    return {
      columns: [
        { id: "code", label: m.column_code() },
        { id: "region", label: m.column_region() },
        { id: measure.id, label: columnLabel(measure), numeric: true, write },
      ],
      rows: rows(data, context).map((row) => [
        row.code,
        fullName(context.regions, row.code, context.locale),
        row.value,
      ]),
    };
  },
};

/** Chosen areas are shown among those of their province. */
function surroundings({ filter, regions }: ChartContext): Record<string, string[]> {
  const chosen = filter[filter.side];
  if (chosen.length === 0) return {};
  return { [filter.side]: [...new Set(chosen.map((code) => regions.get(code)?.province ?? code))] };
}

/** What a click on a region does: it becomes the filter of that side. */
function activation({ filter, update }: ChartContext, code: string) {
  return (event: MouseEvent | KeyboardEvent) => update({ [filter.side]: choose(filter[filter.side], code, event) });
}

function provinceTiles(all: Row[], context: ChartContext): Element {
  const { regions, locale, filter } = context;
  const step = stepOf(all, context);
  const values = new Map(all.map((row) => [row.code, row.value]));
  const placed = [...regions.values()].filter((region) => region.tile && region.level === "province");
  const steps = stepsOf(placed.map((region) => toNumber(values.get(region.code))));
  const data = placed.map((region, index) => {
    const value = values.get(region.code);
    const text = !region.inScheme
      ? m.map_not_in_scheme()
      : value === undefined
        ? m.map_no_data()
        : written(value, measureOf(context), locale);
    return {
      column: region.tile![0],
      row: region.tile![1],
      short: shortName(regions, region.code, locale),
      text: value === undefined ? "" : step.write(value),
      label: m.map_tile_label({ name: regionName(regions, region.code, locale), value: text }),
      step: steps[index] ?? null,
      selected: filter[filter.side].includes(region.code),
      activate: region.inScheme ? activation(context, region.code) : null,
    };
  });
  return tiles(map.title(context), data, context.width, map.height);
}

function bars(all: Row[], context: ChartContext, width = context.width, atMost = 40): Element {
  const { regions, locale, filter } = context;
  const step = stepOf(all, context);
  const shown = all.slice(0, atMost).map((row) => ({
    name: regionName(regions, row.code, locale),
    value: Number(row.value),
    text: step.write(row.value),
    label: m.map_tile_label({
      name: fullName(regions, row.code, locale),
      value: written(row.value, measureOf(context), locale),
    }),
    selected: filter[filter.side].includes(row.code),
    activate: activation(context, row.code),
  }));
  const height = atMost > barsAtMost ? shown.length * 22 : map.height;
  return ranked(map.title(context), shown, width, height);
}

/** Areas have no tiles: their places by longitude and latitude, beside the largest as bars. */
function areas(all: Row[], data: ChartData, context: ChartContext): Element {
  const { regions, locale, filter, width } = context;
  const visits = new Map(
    records(data.regions!).map((record) => [String(record[`${filter.side}_city`]), record.visits]),
  );
  const located = all.filter(
    (row) => regions.get(row.code)?.latitude != null && regions.get(row.code)?.longitude != null,
  );
  if (located.length < 2 || width < narrow) return bars(all, context, width, barsAtMost);
  const steps = stepsOf(located.map((row) => toNumber(row.value)));
  const places = located.map((row, index) => ({
    longitude: regions.get(row.code)!.longitude!,
    latitude: regions.get(row.code)!.latitude!,
    name: regionName(regions, row.code, locale),
    label: m.map_tile_label({
      name: fullName(regions, row.code, locale),
      value: written(row.value, measureOf(context), locale),
    }),
    size: toNumber(visits.get(row.code)) ?? 0,
    step: steps[index] ?? null,
    selected: filter[filter.side].includes(row.code),
    activate: activation(context, row.code),
  }));
  const both = document.createElement("div");
  both.className = "side-by-side";
  const half = Math.floor(width * 0.52);
  both.append(
    scatter(map.title(context), places, half, map.height),
    bars(all, context, width - half - 12, barsBesideMap),
  );
  return both;
}

export default map;
