import { readFileSync } from "node:fs";
import { literal, raw, type Sql } from "../../store/sql.ts";
import { duckdb } from "../expressions/duckdb.ts";
import line from "../relations/line.ts";
import type { RuleFile } from "../rule/rule-schema.ts";

const read = (name: string) => readFileSync(new URL(`${name}.sql`, import.meta.url), "utf8");
const compare = read("compare");
const money = read("found-money").replaceAll(
  "LINE_KEY",
  duckdb.keyText(line.key.map((name) => raw(`line.${name}`))).text,
);

/** What a rule's standing findings and those of temp.audit_found are to each other. */
export function compared(rule: string): Sql {
  return raw(compare.replaceAll("RULE", literal(rule).text));
}

/** Cost and fund loss of each finding of a temporary table, by what their rule implicates. */
export function moneyOf(table: "audit_found" | "trial_change", implicates: RuleFile["implicates"]): Sql {
  return raw(money.replaceAll("FOUND", `temp.${table}`).replaceAll("IMPLICATES", literal(implicates).text));
}
