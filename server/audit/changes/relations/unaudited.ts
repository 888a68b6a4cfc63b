import type { Fact } from "../../../facts/fact.ts";
import { execute } from "../../../store/database.ts";
import { loadDictionary } from "../../../store/dictionary.ts";
import { raw, sql } from "../../../store/sql.ts";

const columns =
  "kind VARCHAR, claim_id VARCHAR, visit_id VARCHAR, person_id UUID, institution_code VARCHAR, settlement_id VARCHAR, encounter_id VARCHAR, care_encounter_id VARCHAR, from_batch BIGINT";

/** Facts that rules read: one built anew tells nobody what changed in it. */
const audited = [
  "person_resolution",
  "claim",
  "claim_diagnosis",
  "claim_diseases",
  "claim_operation",
  "line",
  "known_line",
  "stay",
  "event",
  "watched_use",
  "person_year",
  "institution_month",
  "current",
  "resettlement",
];

/**
 * `unaudited`: what refreshes changed that no audit of all rules has taken yet, written in their transaction and taken away in the audit's. By `kind`: `claim`,
 * `line`, `resettlement` (keys before and after), `person` (whoever a certificate stood or stands for), `batch` (the first batch of a refresh: stored
 * tables tell by their versions what came since), `everything` where facts were built anew.
 */
export default {
  name: "unaudited",
  after: audited,
  reads: [...loadDictionary().tables.values()].filter(({ kind }) => kind === "business").map(({ name }) => name),
  wording: () => columns,
  async rebuild(connection) {
    await execute(connection, sql`create or replace table unaudited (${raw(columns)})`);
    await execute(connection, "insert into unaudited (kind) values ('everything')");
  },
  async refresh(connection, { fromBatch }) {
    await execute(
      connection,
      sql`insert into unaudited by name
        select distinct 'claim' as kind, claim_id, visit_id, person_id, institution_code, settlement_id, encounter_id, care_encounter_id
        from temp.changed_claim
        union all by name
        select distinct 'line' as kind, claim_id, person_id, institution_code from temp.changed_line
        union all by name
        select distinct 'resettlement' as kind, claim_id, person_id from temp.changed_resettlement
        union all by name
        select 'person' as kind, certificate as person_id from temp.changed_person
        union all by name
        select 'batch' as kind, ${BigInt(fromBatch)} as from_batch`,
    );
  },
} satisfies Fact;
