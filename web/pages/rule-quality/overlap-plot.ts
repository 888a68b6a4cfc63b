import * as Plot from "@observablehq/plot";
import { box, draw } from "../../lib/draw.ts";
import { exact, percent } from "../../lib/format.ts";
import { textWidth } from "../../lib/ranked.ts";
import { rove } from "../../lib/roving.ts";
import { m } from "../../paraglide/messages.js";
import type { OverlapMatrix } from "./overlap.ts";

export interface OverlapPicture {
  matrix: OverlapMatrix;
  title: (rule: string) => string;
  width: number;
  show: (rule: string) => void;
}

/** A row for each rule: the darker, the larger the part of its findings that the column's rule speaks about too. */
export function overlapPlot({ matrix: { rules, cells }, title, width, show }: OverlapPicture): Element {
  const margin = Math.max(...rules.map(textWidth)) + 12;
  const across = Math.min(44, (width - margin - 8) / rules.length);
  const shade = { range: [0, 1] as [number, number], type: "linear" as const };
  const drawing = draw(m.rule_overlap(), {
    width: margin + across * rules.length + 8,
    height: rules.length * 24 + margin + 12,
    marginLeft: margin,
    marginTop: margin + 4,
    marginBottom: 8,
    marginRight: 8,
    x: { domain: rules, axis: "top", label: null, tickSize: 0, tickRotate: -90 },
    y: { domain: rules, label: null, tickSize: 0 },
    opacity: { ...shade, domain: [0, 1] },
    marks: [
      Plot.cell(cells, {
        x: "other",
        y: "rule",
        fill: "var(--bar-strong)",
        fillOpacity: ({ share }) => 0.12 + 0.88 * share,
        inset: 1,
      }),
      Plot.cell(rules, { x: (rule) => rule, y: (rule) => rule, fill: "var(--hover)", inset: 1 }),
    ],
  });
  drawing.style.maxWidth = "none"; // it scrolls where it is wider than its card
  const x = drawing.scale("x")!;
  const y = drawing.scale("y")!;
  rove(
    cells.map(({ rule, other, findings, open, share }) => ({
      element: box(
        drawing,
        { x: x.apply(other), y: y.apply(rule), width: x.bandwidth ?? 0, height: y.bandwidth ?? 0 },
        2,
      ),
      x: x.apply(other),
      y: y.apply(rule),
      label: m.quality_overlap_stop({
        ...{ rule: `${rule} ${title(rule)}`, other: `${other} ${title(other)}` },
        ...{ findings: exact(findings), of: exact(open), share: percent(share, 0) },
      }),
      activate: () => show(rule),
    })),
  );
  return drawing;
}
