import * as Plot from "@observablehq/plot";
import { box, type Drawing, draw } from "./draw.ts";
import { rove, type Stop } from "./roving.ts";
import { ground } from "./steps.ts";

export interface Place {
  longitude: number;
  latitude: number;
  name: string;
  label: string;
  /** Sets the area of the dot. */
  size: number;
  step: number | null;
  selected: boolean;
  activate: Stop["activate"];
}

/** Areas by longitude and latitude, for data whose regions have no tiles. The largest few are named. */
export function scatter(label: string, places: Place[], width: number, height: number): Drawing {
  const largest = [...places].sort((a, b) => b.size - a.size).slice(0, 8);
  const drawing = draw(label, {
    width,
    height,
    margin: 14,
    x: { axis: null },
    y: { axis: null },
    r: { range: [0, 14] },
    color: { type: "identity" },
    marks: [
      Plot.dot(places, {
        x: "longitude",
        y: "latitude",
        r: "size",
        fill: (place: Place) => ground(place.step),
        stroke: (place: Place) => (place.selected ? "var(--ink)" : "var(--bar)"),
        strokeWidth: (place: Place) => (place.selected ? 2 : 0.75),
        sort: { channel: "-r" },
      }),
      Plot.text(largest, {
        x: "longitude",
        y: "latitude",
        text: "name",
        dy: -12,
        fill: "var(--ink)",
        stroke: "var(--card)",
        strokeWidth: 3,
      }),
    ],
  });
  const [x, y] = [drawing.scale("x")!, drawing.scale("y")!];
  rove(
    places.map((place) => {
      const [left, top] = [x.apply(place.longitude), y.apply(place.latitude)];
      const element = box(drawing, { x: left - 7, y: top - 7, width: 14, height: 14 }, 7);
      return { element, x: left, y: top, label: place.label, pressed: place.selected, activate: place.activate };
    }),
  );
  return drawing;
}
