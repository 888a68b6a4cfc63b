import os from "node:os";
import { fail } from "../errors.ts";
import { plainCommand, text, texts } from "../jobs/command.ts";
import { loadMeasuresToRun, type MeasureResult } from "./measure.ts";

interface Benched {
  machine: { cores: number; memory: string; node: string };
  measures: MeasureResult[];
}

/** Measures speed as ratios within one run. */
export default plainCommand<Benched>({
  name: "bench",
  summary: "measure speed, as ratios within one run",
  arguments: { form: "[names...]", about: "which; all where none is named" },
  options: [
    { flags: "--rows <n>", about: "size; each measure has its own default" },
    { flags: "--repetitions <n>", about: "interleaved repetitions", fallback: "5" },
    { flags: "--house <dir>", about: "keep the generated house there, and use it again (audit)", path: true },
  ],
  async run({ progress, signal }, options) {
    const all = await loadMeasuresToRun();
    const names = texts(options.arguments);
    const measures: MeasureResult[] = [];
    for (const name of names.length > 0 ? names : all.keys()) {
      const measure = all.get(name);
      if (!measure) throw fail("request.invalid", { where: "bench", expected: [...all.keys()].join(", "), got: name });
      const rows = Number(text(options.rows) ?? measure.rows);
      const repetitions = Number(text(options.repetitions));
      const house = text(options.house);
      measures.push({ name, rows, ...(await measure.run({ rows, repetitions, house, progress, signal })) });
    }
    const memory = `${Math.round(os.totalmem() / 2 ** 30)} GiB`;
    return { machine: { cores: os.availableParallelism(), memory, node: process.version }, measures };
  },
  print: ({ machine, measures }) =>
    [
      `${machine.cores} cores, ${machine.memory}, node ${machine.node}`,
      ...measures.flatMap(({ name, rows, data, timings, ratios }) => [
        "",
        `${name}, ${rows} rows (median seconds of ${timings[0]?.seconds.length} interleaved repetitions)`,
        ...(data ? [`  ${data}`] : []),
        ...timings.map(({ what, median, seconds, cpu }) => {
          const used = cpu === undefined ? "" : `; ${cpu.toFixed(2)} of CPU`;
          const spread = `${Math.min(...seconds).toFixed(2)}–${Math.max(...seconds).toFixed(2)}${used}`;
          return `  ${median.toFixed(2).padStart(8)} s  ${what} (${spread})`;
        }),
        ...ratios.map(({ what, ratio, target, met }) => {
          const judged = target === undefined ? "" : `; target ${target}: ${met ? "met" : "missed"}`;
          return `  ${ratio.toFixed(2).padStart(8)}    ${what}${judged}`;
        }),
      ]),
      "",
    ].join("\n"),
});
