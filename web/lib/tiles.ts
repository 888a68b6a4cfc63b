import * as Plot from "@observablehq/plot";
import { box, type Drawing, draw } from "./draw.ts";
import { rove, type Stop } from "./roving.ts";
import { ground, inkOn } from "./steps.ts";

export interface Tile {
  column: number;
  row: number;
  short: string;
  text: string;
  label: string;
  step: number | null;
  selected: boolean;
  activate: Stop["activate"] | null;
}

/** Provinces as tiles where they lie on the map; a tile without `activate` is drawn, but is no button. */
export function tiles(label: string, data: Tile[], width: number, height: number): Drawing {
  const drawing = draw(label, {
    width,
    height,
    margin: 0,
    x: { axis: null, domain: span(data.map((tile) => tile.column)), padding: 0.05 },
    y: { axis: null, domain: span(data.map((tile) => tile.row)), padding: 0.1 },
    color: { type: "identity" },
    marks: [
      Plot.cell(data, {
        x: "column",
        y: "row",
        fill: (tile: Tile) => ground(tile.step),
        rx: 4,
      }),
      Plot.cell(
        data.filter((tile) => tile.selected),
        { x: "column", y: "row", fill: "none", stroke: "var(--ink)", strokeWidth: 2, rx: 4 },
      ),
      Plot.text(data, {
        x: "column",
        y: "row",
        text: (tile: Tile) => `${tile.short} ${tile.text}`.trim(),
        fill: (tile: Tile) => inkOn(tile.step),
        fontSize: width < 460 ? 11 : 12,
      }),
    ],
  });
  const [x, y] = [drawing.scale("x")!, drawing.scale("y")!];
  const stops: Stop[] = [];
  for (const tile of data) {
    if (!tile.activate) continue;
    const area = { x: x.apply(tile.column), y: y.apply(tile.row), width: x.bandwidth ?? 0, height: y.bandwidth ?? 0 };
    stops.push({
      element: box(drawing, area),
      x: tile.column * 10,
      y: tile.row * 10,
      label: tile.label,
      pressed: tile.selected,
      activate: tile.activate,
    });
  }
  rove(stops);
  return drawing;
}

function span(values: number[]): number[] {
  const first = Math.min(...values);
  return Array.from({ length: Math.max(...values) - first + 1 }, (_, index) => first + index);
}
