import { readFileSync } from "node:fs";
import { execute } from "../../store/database.ts";
import { loadDictionary } from "../../store/dictionary.ts";
import { join, literal, raw, type Sql, sql } from "../../store/sql.ts";
import type { Fact } from "../fact.ts";
import { knownRegions } from "../regions-lookup.ts";

const events = readFileSync(new URL("event.sql", import.meta.url), "utf8");

/**
 * `event`: a view, one row per presence of a person (a stay, or any other visit), key visit_id: from, to and how precisely, the place of care
 * with its label point, by what credential, and whether the person must have been there. Nothing is kept, so nothing is touched.
 */
export default {
  name: "event",
  after: ["claim", "stay"],
  reads: [],
  wording: () => view().text,
  rebuild: (connection) => execute(connection, view()),
  refresh: async () => {},
} satisfies Fact;

function view(): Sql {
  const credentials = [...loadDictionary().codeTable("mdtrt_cert_type").values].filter(
    ([, { group }]) => group === "present",
  );
  const present = join(credentials.map(([code]) => sql`(${literal(code)})`));
  return sql`create or replace view event as
    with known_region as (from ${knownRegions()}), present_credential as (select code from (values ${present}) as shown (code))
    from (${raw(events)})`;
}
