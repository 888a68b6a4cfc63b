import { fail } from "../../errors.ts";
import { queryParts, readListQuery } from "../../settle/pages/list-query.ts";
import { atOnce, storeCommand, text } from "../command.ts";
import { type ExportedRejects, exportRejects, rejectsText } from "../export-rejects.ts";
import { type ExportedResettlement, exportResettlement } from "../export-resettlement.ts";

/** Writes records into a file: re-settled claims, or those that a batch refused. */
export default storeCommand<ExportedRejects | ExportedResettlement>({
  name: "export",
  summary: "write re-settled claims, or the rejected records of a batch to be mended and loaded again",
  lane: atOnce,
  arguments: { form: "<what>", about: "resettlement or rejects" },
  options: [
    { flags: "--out <file>", about: "file to write; .csv, .xlsx, .parquet or .arrow for resettlement", path: true },
    { flags: "--batch <n>", about: "of rejects: number of the batch" },
    ...queryParts.map(({ name, about }) => ({ flags: `--${name} <value>`, about: `of resettlement: ${about}` })),
  ],
  async run(context, options) {
    const what = text(options.arguments);
    const out = text(options.out);
    if (what !== "rejects" && what !== "resettlement") {
      throw fail("request.invalid", { where: "export", expected: "resettlement or rejects", got: what ?? "nothing" });
    }
    if (out === undefined) throw fail("request.invalid", { where: "--out", expected: "a file", got: "nothing" });
    if (what === "rejects") return exportRejects(context, Number(text(options.batch)), out);
    const given = Object.fromEntries(queryParts.map(({ name }) => [name, text(options[name])]));
    return exportResettlement(context, readListQuery(given), out);
  },
  print: (result) =>
    result.what === "rejects" ? rejectsText(result) : `${result.out}: ${result.rows} re-settled claims\n`,
});
