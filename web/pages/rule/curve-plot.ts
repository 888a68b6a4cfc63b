import * as Plot from "@observablehq/plot";
import { box, draw } from "../../lib/draw.ts";
import { exact } from "../../lib/format.ts";
import { rove } from "../../lib/roving.ts";
import type { CurvePoint } from "../../lib/rules.ts";
import { m } from "../../paraglide/messages.js";

export interface CurvePicture {
  points: CurvePoint[];
  /** The point that is looked at. */
  index: number;
  /** The value that holds now. */
  now: number;
  title: string;
  width: number;
  look(index: number): void;
}

/** Findings above, fund loss below, over the values of one parameter; the value in force is a dashed line, the one looked at is filled. */
export function curvePlot({ points, index, now, title, width, look }: CurvePicture): Element {
  const at = (point: CurvePoint) => Number(point.value);
  const chosen = [points[index]!];
  const panel = (name: string, of: (point: CurvePoint) => number, axis: boolean) =>
    draw(name, {
      width,
      height: axis ? 124 : 104,
      marginLeft: 62,
      marginRight: 16,
      marginTop: 22,
      marginBottom: axis ? 24 : 6,
      x: axis ? { label: null, ticks: Math.min(points.length, width < 480 ? 5 : 10), tickSize: 0 } : { axis: null },
      y: { label: null, ticks: 3, tickSize: 0, grid: true, zero: true, tickFormat: (value: number) => exact(value) },
      marks: [
        Plot.ruleX([now], { stroke: "var(--ink-3)", strokeDasharray: "3 3" }),
        Plot.line(points, { x: at, y: of, stroke: "var(--bar)", strokeWidth: 1.5 }),
        Plot.dot(points, { x: at, y: of, r: 3, fill: "var(--card)", stroke: "var(--bar)" }),
        Plot.dot(chosen, { x: at, y: of, r: 5, fill: "var(--bar-strong)" }),
        Plot.text([name], { frameAnchor: "top-left", dy: -20, dx: -56, fill: "var(--ink-2)" }),
        ...(axis
          ? []
          : [Plot.text([m.rule_curve_now()], { x: now, frameAnchor: "top", dy: -18, fill: "var(--ink-3)" })]),
      ],
    });
  const found = panel(m.rule_curve_found(), (point) => point.found, false);
  const loss = panel(m.rule_curve_loss(), (point) => Number(point.loss), true);
  const x = found.scale("x")!;
  const step = points.length > 1 ? Math.max(8, (width - 78) / points.length) : 40;
  rove(
    points.map((point, order) => ({
      element: box(found, { x: x.apply(at(point)) - step / 2, y: 20, width: step, height: 80 }, 2),
      x: x.apply(at(point)),
      y: 20,
      pressed: order === index,
      label: m.rule_curve_stop({ title, value: point.value, found: exact(point.found), loss: exact(point.loss) }),
      activate: () => look(order),
    })),
  );
  const place = document.createElement("div");
  place.append(found, loss);
  return place;
}
