import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import type { Sql } from "../../store/sql.ts";
import { contentOf, type Partition } from "../compile/partition.ts";
import { planRules } from "../plan.ts";
import type { Relations } from "../relation.ts";
import { evidencePatch, parametersOf } from "./evidence.ts";
import type { RunnableRule } from "./library.ts";
import { toldColumn } from "./quiet.ts";
import { readBy } from "./views.ts";

const written = ["found", "places", "next"].map((name) =>
  readFileSync(new URL(`${name}.sql`, import.meta.url), "utf8"),
);

/**
 * Fingerprint of all that a rule's findings rest on beside rows: its statements with their values, the registers it reads, how findings are written, and what
 * all owners hang on. Where it is not that of the rule's last run, the rule runs whole.
 */
export async function basesOf(
  connection: DuckDBConnection,
  rules: readonly RunnableRule[],
  relations: Relations,
): Promise<Map<string, string>> {
  const reader = new Reader(connection, UNLIMITED);
  const asked = new Map<string, string>();
  const contentFor = async (statement: Sql): Promise<string> => {
    const key = JSON.stringify(plain(statement));
    if (!asked.has(key)) asked.set(key, String((await reader.columns(statement)).columns[0]?.[0]));
    return asked.get(key)!;
  };
  const bases = new Map<string, string>();
  for (const { id, hash, compiled } of rules) {
    const [step] = planRules([compiled], relations).steps;
    const { findings, counts, partition } = step!;
    const read = readBy(relations, findings, counts.statement);
    const registers = read.flatMap(({ register }) => register ?? []);
    const untold = read.filter((relation) => toldColumn(relation) === undefined).map(contentOf);
    const beyond = await Promise.all((partition?.beyond ?? untold).map(contentFor));
    const texts = [findings, counts.statement, ...registers].map(plain);
    const rest = [hash, written, evidencePatch(compiled.rule), parametersOf(compiled.rule), parted(partition), beyond];
    bases.set(
      id,
      createHash("sha256")
        .update(JSON.stringify([texts, rest]))
        .digest("hex"),
    );
  }
  return bases;
}

const plain = ({ text, values }: Sql) => [text, values.map(String)];
const parted = (partition: Partition | null) => partition?.sides.map(({ relation, column }) => [relation.name, column]);
