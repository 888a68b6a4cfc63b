import { fail } from "../../errors.ts";
import { queryParts, readListQuery } from "../../settle/pages/list-query.ts";
import { atOnce, type Options, type StoreContext, storeCommand, text } from "../command.ts";
import { type ExportedFindings, exportFindings, findingParts, readFindingQuery } from "../export-findings.ts";
import { type ExportedRejects, exportRejects, rejectsText } from "../export-rejects.ts";
import { type ExportedResettlement, exportResettlement } from "../export-resettlement.ts";

type Exported = ExportedRejects | ExportedResettlement | ExportedFindings;

type Part = { name: string; about: string };

interface Kind {
  /** Options that it understands, beside `--out`. */
  parts: readonly Part[];
  write(context: StoreContext, given: Record<string, string | undefined>, out: string): Promise<Exported>;
}

const kinds: Record<string, Kind> = {
  findings: {
    parts: findingParts,
    write: (context, given, out) => exportFindings(context, readFindingQuery(given), out),
  },
  rejects: {
    parts: [{ name: "batch", about: "number of the batch" }],
    write: (context, { batch }, out) => exportRejects(context, Number(batch), out),
  },
  resettlement: {
    parts: queryParts,
    write: (context, given, out) => exportResettlement(context, readListQuery(given), out),
  },
};

/** Each option once, with what it says of each kind. */
function filters() {
  const about = new Map<string, string[]>();
  for (const [kind, { parts }] of Object.entries(kinds))
    for (const part of parts) about.set(part.name, [...(about.get(part.name) ?? []), `of ${kind}: ${part.about}`]);
  return [...about].map(([name, texts]) => ({ flags: `--${name} <value>`, about: texts.join("; ") }));
}

/** The options of a kind as texts. @throws request.invalid for one that only another kind understands */
function optionsOf(what: string, { parts }: Kind, options: Options): Record<string, string | undefined> {
  const own = parts.map(({ name }) => name);
  const foreign = filterNames.find((name) => options[name] !== undefined && !own.includes(name));
  if (foreign !== undefined) {
    const expected = `an option of ${what}: ${own.join(", ")}`;
    throw fail("request.invalid", { where: "export", expected, got: `--${foreign}` });
  }
  return Object.fromEntries(own.map((name) => [name, text(options[name])]));
}

const options = filters();
const filterNames = options.map(({ flags }) => flags.slice(2).split(" ")[0]!);

/** Writes records into a file: findings, re-settled claims, or those that a batch refused. */
export default storeCommand<Exported>({
  name: "export",
  summary: "write findings, re-settled claims, or the rejected records of a batch to be mended and loaded again",
  lane: atOnce,
  permission: () => "terminal",
  arguments: { form: "<what>", about: Object.keys(kinds).join(", ") },
  options: [
    {
      flags: "--out <file>",
      about: "file to write; .csv, .xlsx, .parquet or .arrow for findings and resettlement",
      path: true,
    },
    ...options,
  ],
  async run(context, options) {
    const what = text(options.arguments) ?? "nothing";
    const out = text(options.out);
    const kind = Object.hasOwn(kinds, what) ? kinds[what] : undefined;
    if (!kind) throw fail("request.invalid", { where: "export", expected: Object.keys(kinds).join(", "), got: what });
    if (out === undefined) throw fail("request.invalid", { where: "--out", expected: "a file", got: "nothing" });
    return kind.write(context, optionsOf(what, kind, options), out);
  },
  print(result) {
    if (result.what === "rejects") return rejectsText(result);
    return `${result.out}: ${result.rows} ${result.what === "findings" ? "findings" : "re-settled claims"}\n`;
  },
});
