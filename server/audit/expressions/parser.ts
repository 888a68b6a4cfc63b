import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { Refusal } from "../refusal.ts";
import { checkRawText } from "./raw-text.ts";

const FRAME = "SELECT 1 FROM t WHERE (";
const HARMLESS = "SELECT 1 FROM t WHERE (true)";

/** A node of DuckDB's own parse tree; numbers that stand for constants are text, since JSON would lose their digits. */
export interface ParseNode {
  class: string;
  type: string;
  query_location?: string | number;
  [name: string]: unknown;
}

interface Parsed {
  error: boolean;
  error_message?: string;
  position?: string;
  statements?: { node: Record<string, unknown> }[];
}

let opened: Promise<DuckDBConnection> | undefined;
let frame: Promise<string> | undefined;

/**
 * Parses one expression with DuckDB's parser: it stands as the WHERE of a SELECT, and whatever else the statement then holds but that WHERE is
 * refused, so no closing bracket smuggles in a UNION, an ORDER BY or a second statement. Nothing is run or bound.
 * @throws Refusal
 */
export async function parseExpression(text: string): Promise<ParseNode> {
  checkRawText(text);
  const parsed = await parseStatement(`${FRAME}${text})`);
  if (parsed.error) {
    const at = parsed.position === undefined ? "" : ` at character ${Number(parsed.position) - FRAME.length + 1}`;
    throw new Refusal("an expression", `${firstLine(parsed.error_message ?? "another form")}${at}`);
  }
  const { where, around } = split(parsed);
  frame ??= parseStatement(HARMLESS).then((harmless) => split(harmless).around);
  if (where === undefined || around !== (await frame))
    throw new Refusal("one expression", "more than one, or a clause after it");
  return where;
}

/** Whether the engine takes a regular expression: one it does not would end the run of every rule read with it. @throws Refusal */
export async function checkPatternInEngine(pattern: string): Promise<void> {
  opened ??= connect();
  const connection = await opened;
  try {
    await connection.run("select regexp_matches('', cast(? as varchar))", [pattern]);
  } catch (cause) {
    throw new Refusal("a regular expression that the engine takes", firstLine((cause as Error).message));
  }
}

/** Characters into the expression at which a node stands, from 1; null where the parser does not say. */
export function positionOf({ query_location }: ParseNode): number | null {
  const at = Number(query_location);
  return Number.isSafeInteger(at) && at >= FRAME.length ? at - FRAME.length + 1 : null;
}

function split(parsed: Parsed): { where: ParseNode | undefined; around: string } {
  const [first, ...more] = parsed.statements ?? [];
  const { where_clause, ...rest } = first?.node ?? {};
  return { where: where_clause as ParseNode | undefined, around: JSON.stringify([rest, more]) };
}

async function parseStatement(statement: string): Promise<Parsed> {
  opened ??= connect();
  const connection = await opened;
  const reader = await connection.runAndReadAll(
    "select json_serialize_sql(cast(? as varchar), skip_null := true, skip_empty := true) as tree",
    [statement],
  );
  const tree = String(reader.getRows()[0]?.[0]);
  try {
    return JSON.parse(tree, keepDigits as (key: string, value: unknown) => unknown) as Parsed;
  } catch {
    throw new Refusal("numbers of at most 15 digits", "one that is not finite");
  }
}

/** `value` of a constant as it was written: JSON.parse alone would round it. */
function keepDigits(key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === "number" && (key === "value" || key === "query_location")
    ? (context?.source ?? value)
    : value;
}

async function connect(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1", enable_external_access: "false" });
  const connection = await instance.connect();
  await connection.run("set lock_configuration=true");
  return connection;
}

const firstLine = (text: string) => text.split("\n")[0]!.slice(0, 160);
