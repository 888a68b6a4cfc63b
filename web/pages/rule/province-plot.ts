import * as Plot from "@observablehq/plot";
import { box, draw } from "../../lib/draw.ts";
import { exact } from "../../lib/format.ts";
import { textWidth } from "../../lib/ranked.ts";
import { rove } from "../../lib/roving.ts";
import type { BacktestPage, Change } from "../../lib/rules.ts";
import { m } from "../../paraglide/messages.js";

export interface ProvincePicture {
  provinces: BacktestPage["provinces"];
  name(code: string | null): string;
  width: number;
}

/** What provinces gain (to the right) and lose (to the left), the most moved first; what stays is told on pointing. */
export function provincePlot({ provinces, name, width }: ProvincePicture): Element {
  const of = (rows: BacktestPage["provinces"], change: Change) => rows.find((each) => each.change === change);
  const rows = [...Map.groupBy(provinces, ({ province }) => province)]
    .map(([province, found]) => ({
      province: name(province),
      gained: of(found, "gained")?.findings ?? 0,
      lost: of(found, "lost")?.findings ?? 0,
      kept: of(found, "kept")?.findings ?? 0,
      loss: Number(of(found, "gained")?.loss ?? 0) - Number(of(found, "lost")?.loss ?? 0),
    }))
    .filter(({ gained, lost }) => gained + lost > 0)
    .sort((a, b) => b.gained + b.lost - (a.gained + a.lost))
    .slice(0, 20);
  const marginLeft = Math.max(36, ...rows.map(({ province }) => textWidth(province))) + 10;
  const height = rows.length * 22 + 8;
  const drawing = draw(m.backtest_provinces(), {
    width,
    height,
    marginLeft,
    marginRight: 48,
    marginTop: 4,
    marginBottom: 4,
    x: { axis: null },
    y: { axis: null, domain: rows.map((_, index) => index), padding: 0.3 },
    marks: [
      Plot.barX(rows, { x: (row) => -row.lost, y: (_, index) => index, fill: "var(--bar-pale)" }),
      Plot.barX(rows, { x: "gained", y: (_, index) => index, fill: "var(--bar)" }),
      Plot.ruleX([0], { stroke: "var(--line-strong)" }),
      Plot.text(rows, {
        frameAnchor: "left",
        y: (_, index) => index,
        text: "province",
        textAnchor: "start",
        dx: -marginLeft + 2,
        fill: "var(--ink)",
      }),
      Plot.text(rows, {
        x: "gained",
        y: (_, index) => index,
        text: (row) => `${row.gained ? `+${exact(row.gained)}` : ""}${row.lost ? ` −${exact(row.lost)}` : ""}`,
        textAnchor: "start",
        dx: 5,
        fill: "var(--ink)",
      }),
    ],
  });
  const y = drawing.scale("y")!;
  rove(
    rows.map((row, index) => ({
      element: box(drawing, { x: 0, y: y.apply(index) - 2, width, height: (y.bandwidth ?? 0) + 4 }),
      x: 0,
      y: y.apply(index),
      label: m.backtest_province_stop({
        province: row.province,
        gained: exact(row.gained),
        lost: exact(row.lost),
        kept: exact(row.kept),
        loss: exact(row.loss.toFixed(2)),
      }),
      activate: () => undefined,
    })),
  );
  return drawing;
}
