import { fail } from "../../errors.ts";
import { type CheckedFigure, verifyFigure } from "../../indicators/verify-figure.ts";
import { verifyJournal } from "../../journal/journal.ts";
import { dataFolder } from "../../store/folder.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { atOnce, storeCommand, texts } from "../command.ts";

type Verified =
  | { what: "journal"; file: string; entries: number; head: string }
  | ({ what: "figure"; columns: Record<string, unknown[]>; rows: number } & CheckedFigure);

/** Checks what must not have been tampered with. Reads only. The journal needs neither key nor database. */
export default storeCommand<Verified>({
  name: "verify",
  summary: "check the journal's chain from its first entry, or a figure by its id from the records",
  arguments: { form: "<what...>", about: "journal, or figure and its id" },
  lane: atOnce,
  alone({ config }, options) {
    const [what, ...rest] = texts(options.arguments);
    if (what !== "journal" || rest.length > 0) return undefined;
    const file = dataFolder(config.dataDir).journal;
    return verifyJournal(file).then((chain) => ({ what, file, ...chain }));
  },
  async run({ house, principal }, options) {
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
      return `${result.file}: ${result.entries} entries, unbroken; head ${result.head}\n`;
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
