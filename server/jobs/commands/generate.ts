import { generate } from "../../../datasets/generator/generate.ts";
import { fail } from "../../errors.ts";
import { type Options, plainCommand, text } from "../command.ts";

type Generated = Awaited<ReturnType<typeof generate>>;

/** Writes generated data, labelled as such in every row, as files that `load` takes. */
export default plainCommand<Generated>({
  name: "generate",
  summary: "write generated data as files under official names",
  options: [
    { flags: "--out <dir>", about: "folder to write to", path: true },
    { flags: "--settlements <n>", about: "number of settlements of all care types" },
    { flags: "--seed <n>", about: "the same seed gives the same data", fallback: "1" },
    { flags: "--from <date>", about: "first day of settlement, YYYY-MM-DD" },
    { flags: "--to <date>", about: "last day of settlement, YYYY-MM-DD" },
  ],
  async run({ progress, signal }, options: Options) {
    const out = text(options.out);
    if (out === undefined) throw fail("request.invalid", { where: "--out", expected: "a folder", got: "nothing" });
    const settlements = whole(options, "settlements");
    const from = text(options.from);
    const to = text(options.to);
    return generate({
      out,
      seed: whole(options, "seed") ?? 1,
      ...(settlements === undefined ? {} : { settlements }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      signal,
      onProgress: ({ done, total, text: subject }) => progress({ phase: "generate", subject, done, total }),
    });
  },
  print({ files, settlements, scale, from, to, seed }) {
    const lines = files.map(({ path, table, rows }) => `${path}: ${rows} rows of ${table}`);
    return `${[...lines, `${settlements} settlements, ${from} to ${to}, 1:${scale}, seed ${seed}`].join("\n")}\n`;
  },
});

function whole(options: Options, name: string): number | undefined {
  const value = options[name];
  if (value === undefined || value === null) return undefined;
  if (!/^\d{1,12}$/.test(String(value))) {
    throw fail("request.invalid", { where: `--${name}`, expected: "a whole number", got: String(value) });
  }
  return Number(value);
}
