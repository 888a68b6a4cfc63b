import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { raw, sql } from "../../store/sql.ts";

const grounds = raw(text("grounds"));
const touched = raw(text("touched"));

/** What the pieces are and how claims rest on them: another wording means that what is stored tells nothing. */
export const groundsWording = (): string => [grounds.text, touched.text].join("\n");

/** Writes down what the rows of the caller's transaction rest on: table `resettled_under`, a row per piece of policy, catalogue and declarations. */
export async function keepGrounds(connection: DuckDBConnection): Promise<void> {
  await execute(connection, sql`create or replace table resettled_under as ${grounds}`);
}

/** Whether anything is not what it was. Files that are the same need no look at their rows. */
export async function groundsChanged(connection: DuckDBConnection): Promise<boolean> {
  const { changed } = await new Reader(connection, UNLIMITED).one<{ changed: boolean }>(sql`
    with now as (select * from (${grounds}) where kind in ('terms', 'declared')),
    before as (from resettled_under where kind in ('terms', 'declared'))
    select exists ((from now except from before) union all (from before except from now)) as changed`);
  return changed;
}

/** Adds to temp.touched_person whoever has claims that rest on what changed, and writes down what they rest on now. */
export async function touchByGrounds(connection: DuckDBConnection): Promise<void> {
  if (!(await groundsChanged(connection))) return;
  await execute(
    connection,
    sql`create or replace temp table changed_ground as
      with now as (${grounds}) (from now except from resettled_under) union all (from resettled_under except from now)`,
  );
  await execute(connection, sql`insert into temp.touched_person (${touched}) except from temp.touched_person`);
  await execute(connection, "drop table temp.changed_ground");
  await keepGrounds(connection);
}

function text(name: string): string {
  return readFileSync(new URL(`${name}.sql`, import.meta.url), "utf8");
}
