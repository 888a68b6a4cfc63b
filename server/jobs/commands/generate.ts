import { type Calibration, calibration, calibrationText } from "../../../datasets/generator/calibration.ts";
import { generate } from "../../../datasets/generator/generate.ts";
import type { PlanOptions } from "../../../datasets/generator/plan.ts";
import { fail } from "../../errors.ts";
import { type Options, plainCommand, text } from "../command.ts";

type Written = Awaited<ReturnType<typeof generate>> & {
  /** Generated beside published, where asked for. */
  calibration?: Calibration[];
};

/** Writes generated data, labelled as such in every row, as files that `load` takes. */
export default plainCommand<Written>({
  name: "generate",
  summary: "write generated data as files under official names",
  options: [
    { flags: "--out <dir>", about: "folder to write to", path: true },
    { flags: "--settlements <n>", about: "number of settlements of all care types, in the national mix of 2024" },
    { flags: "--stays <n>", about: "number of stays across provinces; alone, other care is kept small" },
    { flags: "--lines-per-stay <n>", about: "fee lines of a stay on average" },
    { flags: "--planted", about: "with labelled schemes among the rest; what they are stands in DIR/truth" },
    { flags: "--planted-times <n>", about: "so many times the usual number of schemes", fallback: "1" },
    { flags: "--calibration", about: "count the files again and show them beside the published figures" },
    { flags: "--seed <n>", about: "the same seed gives the same data", fallback: "1" },
    { flags: "--from <date>", about: "first day of settlement, YYYY-MM-DD" },
    { flags: "--to <date>", about: "last day of settlement, YYYY-MM-DD" },
  ],
  async run({ progress, signal }, options: Options) {
    const out = text(options.out);
    if (out === undefined) throw fail("request.invalid", { where: "--out", expected: "a folder", got: "nothing" });
    const wanted: PlanOptions = {
      ...whole(options, "settlements", "settlements"),
      ...whole(options, "stays", "stays"),
      ...whole(options, "lines-per-stay", "linesPerStay"),
      ...given("from", text(options.from)),
      ...given("to", text(options.to)),
    };
    const written = await generate({
      out,
      ...wanted,
      ...whole(options, "seed", "seed"),
      planted: options.planted === true,
      ...whole(options, "planted-times", "plantedTimes"),
      signal,
      onProgress: ({ done, total, text: subject }) => progress({ phase: "generate", subject, done, total }),
    });
    return options.calibration ? { ...written, calibration: await calibration({ out, ...wanted }) } : written;
  },
  print({ files, leftOut, settlements, scale, from, to, seed, calibration: figures }) {
    const lines = files.map(({ path, table, rows }) => `${path}: ${rows} rows of ${table}`);
    const without = leftOut.length > 0 ? [`nothing to plant in these days: ${leftOut.join(", ")}`] : [];
    const all = [...lines, ...without, `${settlements} settlements, ${from} to ${to}, 1:${scale}, seed ${seed}`];
    return `${all.join("\n")}\n${figures ? calibrationText(figures) : ""}`;
  },
});

const given = <Name extends string>(name: Name, value: string | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [name in Name]?: string };

/** The whole number of an option under the name it has here; empty where it was not given. */
function whole<Name extends string>(options: Options, option: string, name: Name): { [name in Name]?: number } {
  const value = options[camel(option)];
  if (value === undefined || value === null) return {};
  if (!/^\d{1,12}$/.test(String(value))) {
    throw fail("request.invalid", { where: `--${option}`, expected: "a whole number", got: String(value) });
  }
  return { [name]: Number(value) } as { [name in Name]: number };
}

const camel = (option: string) => option.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
