import * as Plot from "@observablehq/plot";
import { box, type Drawing, draw } from "./draw.ts";
import { rove, type Stop } from "./roving.ts";

export interface Bar {
  name: string;
  value: number;
  /** The value as written at the end of its bar. */
  text: string;
  /** What is read out and shown on pointing. */
  label: string;
  selected: boolean;
  activate: Stop["activate"];
}

/** Bars from the largest down, each named at its left and valued at its right; every bar is a button. */
export function ranked(label: string, bars: Bar[], width: number, height: number): Drawing {
  const longest = Math.max(40, ...bars.map((bar) => textWidth(bar.name)));
  const nameWidth = Math.min(longest + 14, width * 0.55);
  const anySelected = bars.some((bar) => bar.selected);
  const drawing = draw(label, {
    width,
    height,
    marginLeft: nameWidth,
    marginRight: 64,
    marginTop: 0,
    marginBottom: 0,
    x: {
      axis: null,
      domain: [Math.min(0, ...bars.map((bar) => bar.value)), Math.max(...bars.map((bar) => bar.value), 0)],
    },
    y: { axis: null, domain: bars.map((_, index) => index), padding: 0.3 },
    marks: [
      Plot.barX(bars, {
        x: "value",
        y: (_, index) => index,
        fill: (bar: Bar) => (!anySelected || bar.selected ? "var(--bar)" : "var(--bar-pale)"),
        rx: 1,
      }),
      Plot.text(bars, {
        x: 0,
        y: (_, index) => index,
        text: "name",
        textAnchor: "end",
        dx: -8,
        fill: (bar: Bar) => (bar.selected ? "var(--accent)" : "var(--ink)"),
      }),
      Plot.text(bars, {
        x: (bar: Bar) => Math.max(0, bar.value),
        y: (_, index) => index,
        text: "text",
        textAnchor: "start",
        dx: 6,
        fill: "var(--ink)",
      }),
    ],
    color: { type: "identity" },
  });
  const y = drawing.scale("y")!;
  rove(
    bars.map((bar, index) => {
      const area = { x: 0, y: y.apply(index) - 2, width, height: (y.bandwidth ?? 0) + 4 };
      return {
        element: box(drawing, area),
        x: 0,
        y: area.y,
        label: bar.label,
        pressed: bar.selected,
        activate: bar.activate,
      };
    }),
  );
  return drawing;
}

/** Chinese characters are as wide as the text is high, others about half. */
export function textWidth(text: string): number {
  return [...text].reduce((width, character) => width + (/\p{Script=Han}/u.test(character) ? 12 : 6.8), 0);
}
