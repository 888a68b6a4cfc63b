import * as Plot from "@observablehq/plot";
import { box, draw } from "../../lib/draw.ts";
import type { InstitutionPattern } from "../../lib/findings.ts";
import { exact } from "../../lib/format.ts";
import { addMonths } from "../../lib/period.ts";
import { rove } from "../../lib/roving.ts";
import { m } from "../../paraglide/messages.js";

type Month = InstitutionPattern["months"][number];

export interface PatternPicture {
  months: Month[];
  rule: string;
  width: number;
  open(month: string): void;
}

const at = ({ month }: Pick<Month, "month">) => new Date(`${month}-01T00:00:00Z`);
const next = ({ month }: Pick<Month, "month">) => new Date(`${addMonths(month, 1)}-01T00:00:00Z`);

/** An institution's months: visits above, findings below on the same months, those of the rule in colour. */
export function patternPlot({ months, rule, width, open }: PatternPicture): Element {
  const frame = { width, marginLeft: 44, marginRight: 8 };
  const x = { type: "utc" as const, domain: [at(months[0]!), next(months.at(-1)!)], label: null };
  const bars = { x1: at, x2: next, insetLeft: 1, insetRight: 1 };
  const y = {
    label: null,
    ticks: 3,
    tickSize: 0,
    grid: true,
    tickFormat: (value: number) => (Number.isInteger(value) ? exact(value) : ""),
  };
  const volumes = draw(m.pattern_visits(), {
    ...frame,
    height: 104,
    marginTop: 20,
    marginBottom: 6,
    x: { ...x, axis: null },
    y,
    marks: [
      Plot.rectY(months, { ...bars, y: "visits", fill: "var(--bar-pale)" }),
      Plot.ruleY([0], { stroke: "var(--line-strong)" }),
      Plot.text([m.pattern_visits()], { frameAnchor: "top-left", dy: -18, fill: "var(--ink-2)" }),
    ],
  });
  const flags = draw(m.pattern_flags(), {
    ...frame,
    height: 112,
    marginTop: 20,
    marginBottom: 22,
    x: { ...x, ticks: width < 480 ? 4 : 8, tickSize: 0, tickFormat: (date: Date) => date.toISOString().slice(0, 7) },
    y,
    marks: [
      Plot.rectY(months, { ...bars, y: "findings", fill: "var(--bar)" }),
      Plot.rectY(months, { ...bars, y: "ofRule", fill: "var(--violation)" }),
      Plot.ruleY([0], { stroke: "var(--line-strong)" }),
      Plot.text([m.pattern_flags_of({ rule })], { frameAnchor: "top-left", dy: -18, fill: "var(--ink-2)" }),
    ],
  });
  const scale = flags.scale("x")!;
  rove(
    months.map((month) => {
      const [left, right] = [scale.apply(at(month)), scale.apply(next(month))];
      const area = { x: left, y: 18, width: right - left, height: 74 };
      const { visits, fund, findings, ofRule } = month;
      const label = m.pattern_stop({
        month: month.month,
        visits: exact(visits),
        fund: exact(fund),
        findings: exact(findings),
        rule,
        own: exact(ofRule),
      });
      return { element: box(flags, area, 2), x: left, y: 18, label, activate: () => open(month.month) };
    }),
  );
  const place = document.createElement("div");
  place.append(volumes, flags);
  return place;
}
