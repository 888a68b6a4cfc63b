import * as Plot from "@observablehq/plot";
import { box, draw } from "../../lib/draw.ts";
import { exact } from "../../lib/format.ts";
import { addMonths } from "../../lib/period.ts";
import { rove } from "../../lib/roving.ts";
import { m } from "../../paraglide/messages.js";

interface Month {
  key: string;
  findings: number;
  leads: number;
}

export interface TrendPicture {
  months: Month[];
  width: number;
  open(month: string): void;
}

const at = ({ key }: Pick<Month, "key">) => new Date(`${key}-01T00:00:00Z`);
const next = ({ key }: Pick<Month, "key">) => new Date(`${addMonths(key, 1)}-01T00:00:00Z`);

/** A rule's findings by month, leads pale: every month is a button to its findings. */
export function trendPlot({ months, width, open }: TrendPicture): Element {
  const height = 150;
  const drawing = draw(m.rule_trend(), {
    width,
    height,
    marginLeft: 44,
    marginRight: 8,
    marginTop: 8,
    marginBottom: 22,
    x: {
      type: "utc",
      domain: [at(months[0]!), next(months.at(-1)!)],
      label: null,
      ticks: width < 480 ? 4 : 8,
      tickSize: 0,
      tickFormat: (date: Date) => date.toISOString().slice(0, 7),
    },
    y: {
      label: null,
      ticks: 3,
      tickSize: 0,
      grid: true,
      tickFormat: (value: number) => (Number.isInteger(value) ? exact(value) : ""),
    },
    marks: [
      Plot.rectY(months, { x1: at, x2: next, y: "findings", fill: "var(--bar-pale)", insetLeft: 1, insetRight: 1 }),
      Plot.rectY(months, {
        x1: at,
        x2: next,
        y: (month: Month) => month.findings - month.leads,
        fill: "var(--bar)",
        insetLeft: 1,
        insetRight: 1,
      }),
      Plot.ruleY([0], { stroke: "var(--line-strong)" }),
    ],
  });
  const x = drawing.scale("x")!;
  rove(
    months.map((month) => {
      const [left, right] = [x.apply(at(month)), x.apply(next(month))];
      const label = m.rule_trend_stop({ month: month.key, findings: exact(month.findings), leads: exact(month.leads) });
      return {
        element: box(drawing, { x: left, y: 8, width: right - left, height: height - 30 }, 2),
        x: left,
        y: 8,
        label,
        activate: () => open(month.key),
      };
    }),
  );
  return drawing;
}
