import * as Plot from "@observablehq/plot";
import { box, draw } from "../../lib/draw.ts";
import type { ListedRun } from "../../lib/findings.ts";
import { exact } from "../../lib/format.ts";
import { rove } from "../../lib/roving.ts";
import { m } from "../../paraglide/messages.js";

export interface ChangesPicture {
  /** The latest first. */
  runs: ListedRun[];
  width: number;
  open(run: number): void;
}

const slots = 20;

/** What each run changed: findings that came up, those that went down; runs in which a rule failed or was held are marked. */
export function changesPlot({ runs, width, open }: ChangesPicture): Element {
  const all = runs.toReversed().map((run) => ({
    ...run,
    up: run.opened ?? 0,
    down: -(run.closed ?? 0),
    troubled: run.rules.failed + run.rules.held > 0,
  }));
  // Few runs keep the width of many: room for those to come.
  const blanks = Array.from({ length: Math.max(0, slots - all.length) }, (_, i) => -1 - i);
  const drawing = draw(m.runs_changes(), {
    width,
    height: 150,
    marginLeft: 48,
    marginRight: 8,
    marginTop: 16,
    marginBottom: 24,
    x: {
      type: "band",
      domain: [...all.map(({ run }) => run), ...blanks],
      label: null,
      tickSize: 0,
      padding: 0.35,
      tickFormat: (run: number) => (run > 0 ? `#${run}` : ""),
    },
    y: { label: null, ticks: 4, tickSize: 0, grid: true, tickFormat: (value: number) => exact(Math.abs(value)) },
    marks: [
      Plot.barY(all, { x: "run", y: "up", fill: "var(--bar)", rx: 1 }),
      Plot.barY(all, { x: "run", y: "down", fill: "var(--bar-pale)", rx: 1 }),
      Plot.ruleY([0], { stroke: "var(--line-strong)" }),
      Plot.text(
        all.filter(({ troubled }) => troubled),
        { x: "run", y: "up", text: () => "!", dy: -9, fill: "var(--violation)", fontWeight: 700 },
      ),
    ],
  });
  const x = drawing.scale("x")!;
  rove(
    all.map(({ run, opened, changed, closed, rules }) => {
      const left = x.apply(run);
      const label = m.runs_stop({
        run,
        opened: exact(opened),
        changed: exact(changed),
        closed: exact(closed),
        failed: exact(rules.failed),
        held: exact(rules.held),
      });
      const area = { x: left - 2, y: 10, width: (x.bandwidth ?? 12) + 4, height: 118 };
      return { element: box(drawing, area, 2), x: left, y: 10, label, activate: () => open(run) };
    }),
  );
  return drawing;
}
