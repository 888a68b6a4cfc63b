import type { Relation } from "../relation.ts";

export type Pick = <T>(from: readonly T[]) => T;

const functions = [
  "abs",
  "greatest",
  "least",
  "lower",
  "length",
  "left",
  "starts_with",
  "contains",
  "regexp_matches",
  "date_part",
  "date_trunc",
  "date_diff",
  "len",
  "list_contains",
  "coalesce",
  "year",
  "sum",
  "read_csv",
  "getenv",
  "list_transform",
  "query",
  "current_setting",
];
const constants = [
  "0",
  "1",
  "30000",
  "0.05",
  "999999999999999",
  "9999999999999999",
  "1e9",
  "1e400",
  "'Z51'",
  "'a''b'",
  "''",
  "'%'",
  "date '2021-02-28'",
  "date '2021-02-30'",
  "timestamp '2021-01-01 00:00:00'",
  "true",
  "null",
  "'day'",
  "'month'",
  "'^[A-Z]'",
  "'(a+)+'",
  "'[^]'",
  "'\\\\u0041'",
];
const hostile = [
  "; drop table claim",
  "-- x",
  "/* x */",
  "(select 1)",
  "exists (from claim)",
  "x -> x",
  "{'a': 1}",
  "[1, 2]",
  "#1",
  "?",
  "*",
  "columns('.*')",
  '"]"',
  "费用",
  "\u0000",
  "$$x$$",
  "E'\\\\x41'",
  ") union select 1 from t where (true",
  "count(*) over ()",
  "certificate_no",
  "batch_from",
  "main.claim.claim_id",
  "interval 3 day",
  "cast(claim_id as integer)",
  "try_cast('x' as date)",
  "rowid",
  "default",
  "x.y.z",
  '"claim_id" collate nocase',
];
const comparisons = ["=", "<>", "<", "<=", ">", ">=", "is distinct from", "is not distinct from"];

/** Columns by the name before the point, with the relation behind each. */
export type Names = ReadonlyMap<string, Relation>;

/** A condition as a rule author might write it: mostly of fitting types, sometimes not, now and then hostile. */
export function randomCondition(
  pick: Pick,
  chance: (share: number) => boolean,
  names: Names,
  parameters: readonly string[],
  depth = 0,
): string {
  const deeper = () => randomCondition(pick, chance, names, parameters, depth + 1);
  if (chance(0.02)) return pick(hostile);
  if (depth < 3 && chance(0.35))
    return pick([
      () => `${deeper()} and ${deeper()}`,
      () => `(${deeper()} or ${deeper()})`,
      () => `not (${deeper()})`,
      () => `case when ${deeper()} then ${deeper()} else ${deeper()} end`,
    ])();
  const [column, kind] = randomColumn(pick, names);
  const other = () => operand(pick, chance, names, parameters, kind);
  return pick([
    () => `${column} ${pick(comparisons)} ${other()}`,
    () => `${column} ${pick(comparisons)} ${other()}`,
    () => `${column} is ${chance(0.5) ? "not " : ""}null`,
    () => `${column} in (${other()}, ${other()})`,
    () => `${column} between ${other()} and ${other()}`,
    () => `${column} ${pick(["+", "-", "*", "/", "||"])} ${other()} ${pick(comparisons)} ${other()}`,
    () => `${pick(functions)}(${column}${chance(0.6) ? `, ${other()}` : ""}) ${pick(comparisons)} ${other()}`,
    () => `${column} like ${other()}`,
  ])();
}

export function randomColumn(pick: Pick, names: Names, kind?: string): [text: string, kind: string] {
  const [of, relation] = pick([...names]);
  const columns = [...relation.columns.values()];
  const fitting = kind === undefined ? columns : columns.filter(({ type }) => type.kind === kind);
  const { name, type } = pick(fitting.length > 0 ? fitting : columns);
  return [of === "" ? name : `"${of}".${name}`, type.kind];
}

/** Mostly something of the kind that is wanted. */
function operand(
  pick: Pick,
  chance: (share: number) => boolean,
  names: Names,
  parameters: readonly string[],
  kind: string,
): string {
  if (chance(0.1)) return pick(constants);
  if (chance(0.01)) return pick(hostile);
  if (chance(0.35)) return randomColumn(pick, names, kind)[0];
  if ((kind === "number" || kind === "money") && parameters.length > 0 && chance(0.3)) return `$${pick(parameters)}`;
  const fitting: Record<string, readonly string[]> = {
    number: ["0", "1", "30", "0.05", "99999"],
    money: ["0", "30000", "999999999999999", "0.01"],
    text: ["'Z51'", "'a''b'", "''", "'%x_'"],
    date: ["date '2021-02-28'", "date '1999-12-31'", "date '2021-01-01' + 30"],
    timestamp: ["timestamp '2021-01-01 00:00:00'"],
    boolean: ["true", "false"],
  };
  return pick(fitting[kind] ?? constants);
}
