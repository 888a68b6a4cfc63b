import { readdirSync, readFileSync } from "node:fs";
import { raw, type Sql } from "../../store/sql.ts";
import { duckdb } from "../expressions/duckdb.ts";
import line from "../relations/line.ts";
import { funds } from "./funds.ts";

const folder = new URL("./", import.meta.url);
const files = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => [name.slice(0, -".sql".length), readFileSync(new URL(name, folder), "utf8")]),
);

const settled = funds.filter(({ due }) => due !== null);
/** What stands in the files between comment marks. */
const words: Record<string, string> = {
  line_key: duckdb.keyText(line.key.map((name) => raw(`line.${name}`))).text,
  funds: funds.map(({ fund }) => `'${fund}'`).join(", "),
  recorded: funds.map(({ recorded }) => `coalesce(claim.${recorded}, 0)`).join(", "),
  due: funds.map(({ recorded, due }) => (due ? `settled.${due}` : `claim.${recorded}`)).join(", "),
  "settled funds": settled.map(({ recorded }) => `coalesce(${recorded}, 0)`).join(" - "),
};

/** The statement of a file, further words put in. */
export function statement(name: string, further: Record<string, string> = {}): Sql {
  const text = files.get(name);
  if (text === undefined) throw new TypeError(`no ${name}.sql`);
  return raw(
    Object.entries({ ...words, ...further }).reduce((all, [word, value]) => all.replaceAll(`/*${word}*/`, value), text),
  );
}

/** What counted money rests on beside data: with another wording it is counted anew. */
export const moneyWording = (): string => [...files.values(), JSON.stringify(words)].join("\n");
