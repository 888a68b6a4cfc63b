import type { App } from "../app.ts";
import { type DataNote, loadNotes } from "../facts/note.ts";
import type { Principal } from "../store/principal.ts";
import type { Reader } from "../store/reader.ts";
import { scopedRows } from "../store/scope.ts";
import { sql } from "../store/sql.ts";

const EXAMPLES = 10;

/** What is unusual about the data: each note with the number of records concerned in the principal's scope, and a few of them. */
export default function quality(app: App): void {
  const { house } = app.services;
  app.get("/api/quality", { config: { permission: "data.read" } }, ({ principal }) =>
    house.database.read(principal, async (reader) => {
      const { asOf } = await reader.one<{ asOf: number }>(sql`select coalesce(max(batch), 0) as "asOf" from batch`);
      const notes = [];
      for (const note of await loadNotes()) notes.push(await counted(reader, principal, note));
      return { notes, asOf };
    }),
  );
}

async function counted(reader: Reader, principal: Principal, { id, title, outcome, subject, rows }: DataNote) {
  const sides = { insured: "insured_province", care: "care_province" };
  const found = await reader.one<{ records: number; examples: object[] | null }>(
    sql`with seen as materialized (select record, detail, insured_province, care_province from ${scopedRows(principal, sql`(${rows})`, sides)}),
          example as (from seen order by record, care_province, detail limit ${EXAMPLES})
        select (select count(distinct record) from seen) as records,
          (select list({'record': record, 'detail': detail, 'insured': insured_province, 'care': care_province}) from example) as examples`,
  );
  return { id, title, outcome, subject, records: found.records, examples: found.examples ?? [] };
}
