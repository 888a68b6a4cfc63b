import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import type { Dialect } from "./dialect.ts";
import { functions } from "./functions.ts";

/** 26 digits before the point and 12 after hold the product of any two numbers that the reader lets through. */
const WIDE = raw("decimal(38, 6)");
/** Functions that DuckDB writes otherwise than name(arguments), or does not have; date_trunc gives a day here, as rules expect. */
const special: Record<string, (parts: Sql[]) => Sql> = {
  // The least integer has no absolute value among integers.
  abs: ([number]) => sql`abs(cast(${number!} as ${WIDE}))`,
  like: ([text, pattern]) => sql`(${text!} like ${pattern!})`,
  concat: ([left, right]) => sql`(${left!} || ${right!})`,
  // Twice the earth's mean radius; rounding may lift the square a hair above one.
  distance_km: ([lat, lon, toLat, toLon]) => sql`cast(round(12742 * asin(least(1, sqrt(
    sin(radians(${toLat!} - ${lat!}) / 2) ** 2 + cos(radians(${lat!})) * cos(radians(${toLat!})) * sin(radians(${toLon!} - ${lon!}) / 2) ** 2
  )))) as integer)`,
  date_trunc: (parts) => sql`cast(date_trunc(${join(parts)}) as date)`,
};

/** DuckDB. Values are bound as text and cast: a constant the optimiser folds. */
export const duckdb: Dialect = {
  name: "duckdb",
  identifier: ident,
  value(kind, value) {
    switch (kind) {
      case "text":
      case "key":
        return sql`${value}`;
      case "boolean":
        return raw(value === "true" ? "true" : "false");
      case "date":
        return sql`cast(${value} as date)`;
      case "timestamp":
        return sql`cast(${value} as timestamp)`;
      default:
        return sql`cast(${value} as ${raw(numberType(value))})`;
    }
  },
  arithmetic(operator, left, right, wide) {
    if (operator === "/") return sql`(cast(${left} as double) / nullif(${right}, 0))`;
    if (wide || operator === "*") return sql`(cast(${left} as ${WIDE}) ${raw(operator)} cast(${right} as ${WIDE}))`;
    return sql`(${left} ${raw(operator)} ${right})`;
  },
  daysLater: (day, days, back) =>
    sql`(${day} ${raw(back ? "-" : "+")} cast(least(greatest(${days}, -99999), 99999) as integer))`,
  daysBetween: (later, earlier) => sql`(${later} - ${earlier})`,
  distinct: (left, right, negated) => sql`(${left} is ${raw(negated ? "not " : "")}distinct from ${right})`,
  converted: (part, to) => sql`cast(${part} as ${raw(to)})`,
  call(name, parts) {
    const written = special[name];
    if (written) return written(parts);
    if (!Object.hasOwn(functions, name)) throw new TypeError(`no function ${name} in DuckDB's dialect`);
    return sql`${raw(name)}(${join(parts)})`;
  },
  keyText: (parts) => sql`concat_ws('|', ${join(parts)})`,
  listOf: (parts) => sql`[${join(parts)}]`,
  record: (entries) =>
    sql`cast(json_object(${join(entries.flatMap(([name, value]) => [sql`${name}`, sql`cast(${value} as varchar)`]))}) as varchar)`,
};

function numberType(value: string): string {
  const [whole = "", decimals = ""] = value.replace("-", "").split(".");
  if (decimals === "" && whole.length <= 9) return "integer";
  return `decimal(${Math.max(whole.length, 1) + decimals.length}, ${decimals.length})`;
}
