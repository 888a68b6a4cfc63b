import type { Locale } from "../paraglide/runtime.js";
import type { FigureQuery } from "./query.ts";
import type { Regions } from "./regions.ts";
import type { Filter, Resolved } from "./state.ts";
import type { Cell, Definitions, Figures, Watermark } from "./types.ts";

/** What a chart may know when it asks, speaks and draws. */
export interface ChartContext {
  filter: Resolved;
  locale: Locale;
  regions: Regions;
  definitions: Definitions | undefined;
  watermark: Watermark;
  /** Width of the drawing, in px. */
  width: number;
  /** Changes the filter of the whole page. */
  update(patch: Partial<Filter>): void;
}

/** A quiet choice at the right of the title. */
export interface Control {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  choose(value: string): void;
}

/** A chart as numbers. Cells are raw, so that an export is exact; `write` is for the screen only. */
export interface Sheet {
  columns: { id: string; label: string; numeric?: boolean; sortAs?: "number"; write?: (value: Cell) => string }[];
  rows: Cell[][];
}

export type ChartData = Record<string, Figures>;

/** A file in web/charts/ exports one of these as its default; nothing else is needed for it to appear. */
export interface Chart {
  id: string;
  page: string;
  /** Place on the page: charts stand in this order in a grid of twelve columns. */
  order: number;
  span: number;
  /** Height kept for the drawing, so that nothing jumps while data arrive. */
  height: number;
  question(): string;
  title(context: ChartContext): string;
  hint?(context: ChartContext, data: ChartData | undefined): string;
  controls?(context: ChartContext): Control[];
  request(context: ChartContext): Record<string, FigureQuery>;
  /** One sentence that says what the data show. */
  finding(data: ChartData, context: ChartContext): string;
  /** An SVG by Observable Plot, with its interactions attached. */
  plot(data: ChartData, context: ChartContext): Element;
  sheet(data: ChartData, context: ChartContext): Sheet;
}
