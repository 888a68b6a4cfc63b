import { join, raw, type Sql, sql } from "../../store/sql.ts";
import { Refusal } from "../refusal.ts";
import { columnOf } from "./keys.ts";
import type { Side } from "./side.ts";

/** A way in which rows meet: by equal values of some columns. */
export interface Way {
  /** SELECT list: way, by_1 …; as many in every way, so that they stand in one table. */
  columns: Sql;
  /** Whether a row can meet that way at all. */
  known: Sql;
}

/** @throws Refusal below `by` */
export function readWays(by: readonly (readonly string[])[] | undefined, side: Side): Way[] {
  if (!by || by.length === 0) throw new Refusal("an equality key: lists of columns under by", "none", ["by"]);
  const most = Math.max(...by.map(({ length }) => length));
  return by.map((columns, i) => {
    const values = columns.map((name, n) => {
      const { type } = columnOf(side.relation, name, "by", i, n);
      if (type.kind === "boolean" || type.kind === "list")
        throw new Refusal("a key that tells rows apart", type.kind, ["by", i, n]);
      const value = type.kind === "timestamp" ? sql`cast(${side.column(name)} as date)` : side.column(name);
      // Several lists stand in one table: as text.
      return by.length > 1 ? sql`cast(${value} as varchar)` : value;
    });
    const padded = Array.from({ length: most }, (_, n) => values[n] ?? raw("''"));
    return {
      columns: join([
        sql`${raw(String(i + 1))} as way`,
        ...padded.map((value, n) => sql`${value} as ${raw(`by_${n + 1}`)}`),
      ]),
      known: join(
        columns.map((name) => sql`${side.column(name)} is not null`),
        " and ",
      ),
    };
  });
}

/** The columns that tell one meeting. */
export function meetingColumns(by: readonly (readonly string[])[]): readonly string[] {
  const most = Math.max(...by.map(({ length }) => length));
  return ["way", ...Array.from({ length: most }, (_, n) => `by_${n + 1}`)];
}
