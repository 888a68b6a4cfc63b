import * as Plot from "@observablehq/plot";
import { box, type Drawing, draw } from "./draw.ts";
import { textWidth } from "./ranked.ts";
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

const margin = 16;

/** Areas by longitude and latitude, for data whose regions have no tiles; the largest are named where there is room. */
export function scatter(label: string, places: Place[], width: number, height: number): Drawing {
  const { x, y } = projection(places, width, height);
  const drawing = draw(label, {
    width,
    height,
    margin: 0,
    x: { axis: null, type: "identity" },
    y: { axis: null, type: "identity" },
    r: { range: [1.5, places.length > 100 ? 10 : 14] },
    color: { type: "identity" },
    marks: [
      Plot.dot(places, {
        x: (place: Place) => x(place.longitude),
        y: (place: Place) => y(place.latitude),
        r: "size",
        fill: (place: Place) => ground(place.step),
        stroke: (place: Place) => (place.selected ? "var(--ink)" : "var(--bar)"),
        sort: { channel: "-r" },
      }),
      Plot.text(named(places, x, y, width), {
        x: (place: Place) => x(place.longitude),
        y: (place: Place) => y(place.latitude),
        text: "name",
        dy: -14,
        fill: "var(--ink)",
        stroke: "var(--card)",
        strokeWidth: 3,
      }),
    ],
  });
  rove(
    places.map((place) => {
      const [left, top] = [x(place.longitude), y(place.latitude)];
      const element = box(drawing, { x: left - 8, y: top - 8, width: 16, height: 16 }, 8);
      return { element, x: left, y: top, label: place.label, pressed: place.selected, activate: place.activate };
    }),
  );
  return drawing;
}

type Scale = (degrees: number) => number;

/** One degree is as long up as across at the middle latitude, so that the outline is the one people know. */
function projection(places: Place[], width: number, height: number): { x: Scale; y: Scale } {
  const [west, east] = ends(places.map((place) => place.longitude));
  const [south, north] = ends(places.map((place) => place.latitude));
  const narrowing = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const across = (width - 2 * margin) / ((east - west) * narrowing || 1);
  const up = (height - 2 * margin) / (north - south || 1);
  const degree = Math.min(across, up);
  return {
    x: (longitude) => width / 2 + (longitude - (west + east) / 2) * narrowing * degree,
    y: (latitude) => height / 2 - (latitude - (south + north) / 2) * degree,
  };
}

function ends(values: number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

/** From the largest down, whoever's name does not touch one already written. */
function named(places: Place[], x: Scale, y: Scale, width: number): Place[] {
  const written: { left: number; right: number; y: number }[] = [];
  return [...places]
    .sort((a, b) => b.size - a.size)
    .slice(0, 40)
    .filter((place) => {
      const [middle, half, line] = [x(place.longitude), textWidth(place.name) / 2 + 4, y(place.latitude)];
      const own = { left: middle - half, right: middle + half, y: line };
      const touches = written.some(
        (other) => own.left < other.right && own.right > other.left && Math.abs(own.y - other.y) < 16,
      );
      if (touches || own.left < 0 || own.right > width || written.length >= 8) return false;
      written.push(own);
      return true;
    });
}
