import { readFile } from "node:fs/promises";
import path from "node:path";
import { fail } from "../../errors.ts";
import { type CheckedFigure, verifyFigure } from "../../indicators/verify-figure.ts";
import { type Head, readHeads } from "../../journal/heads.ts";
import { type Verification, verifyJournal } from "../../journal/verify.ts";
import { dataFolder } from "../../store/folder.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { atOnce, type Options, storeCommand, text, texts } from "../command.ts";

type Verified =
  | ({ what: "journal"; file: string } & Verification)
  | ({ what: "figure"; columns: Record<string, unknown[]>; rows: number } & CheckedFigure);

async function verified(
  file: string,
  options: Options,
  part: { size?: number; name?: string } = {},
): Promise<Verified> {
  const chain = await verifyJournal(file, undefined, { ...part, heads: await wantedHeads(options) });
  return { what: "journal", file: part.name ?? file, ...chain };
}

const isJournal = (options: Options): boolean => texts(options.arguments).join(" ") === "journal";

/** Heads that a page sent, or those of a file. @throws journal.heads_invalid */
async function wantedHeads({ compare, heads }: Options): Promise<Head[]> {
  if (compare !== undefined) return readHeads(JSON.stringify({ version: 1, heads: compare }), "heads");
  const file = text(heads);
  if (file === undefined) return [];
  const read = await readFile(file, "utf8").catch((cause: Error) => {
    throw fail("journal.heads_invalid", { file, got: "no readable file" }, cause);
  });
  return readHeads(read, file);
}

/** Checks what must not have been tampered with. Reads only. The journal needs neither key nor database. */
export default storeCommand<Verified>({
  name: "verify",
  summary: "check the journal's chain from its first entry, or a figure by its id from the records",
  arguments: { form: "<what...>", about: "journal, or figure and its id" },
  lane: atOnce,
  permission(options) {
    if (options.heads !== undefined) return "terminal";
    return isJournal(options) ? "journal.read" : "figures.read";
  },
  options: [{ flags: "--heads <file>", about: "heads of days that were exported before, to compare with", path: true }],
  alone({ config }, options) {
    if (!isJournal(options)) return undefined;
    return verified(dataFolder(config.dataDir).journal, options);
  },
  async run({ house, principal }, options) {
    // While others append, what stood at the beginning is looked at; where the folder stands is nothing for a page.
    const { file, size } = house.journal;
    if (isJournal(options)) return verified(file, options, { size, name: path.basename(file) });
    const [what, id, ...rest] = texts(options.arguments);
    if (what !== "figure" || id === undefined || rest.length > 0) {
      const got = texts(options.arguments).join(" ").slice(0, 60);
      throw fail("request.invalid", { where: "verify", expected: "journal, or figure and its id", got });
    }
    const figure = await house.database.read(principal, ({ connection }) =>
      verifyFigure(new Reader(connection, UNLIMITED), principal, id),
    );
    return { what, ...figure };
  },
  failed: (result) => result.what === "figure" && !result.equal,
  print(result) {
    if (result.what === "journal") {
      const compared = result.compared > 0 ? `; ${result.compared} exported heads stand as they were` : "";
      return `${result.file}: ${result.entries} entries, unbroken; head ${result.head}${compared}\n`;
    }
    const { asOf, equal, ruleSet, sameScope, columns, rows } = result;
    const header = Object.keys(columns);
    const lines = Array.from({ length: rows }, (_, row) =>
      header.map((name) => columns[name]?.[row] ?? "—").join("\t"),
    );
    const rules = ruleSet.made === ruleSet.now ? "same rules" : `other rules: ${ruleSet.made} then, ${ruleSet.now} now`;
    const verdict = equal ? "equal" : sameScope ? "NOT equal" : "not comparable: made for other regions";
    return [header.join("\t"), ...lines, `# from the records as of batch ${asOf}: ${verdict}; ${rules}`, ""].join("\n");
  },
});
