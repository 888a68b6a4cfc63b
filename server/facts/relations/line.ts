import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import { raw, type Sql, sql } from "../../store/sql.ts";
import { signedRows } from "../changed-rows.ts";
import type { BatchRange, Fact } from "../fact.ts";
import { linesOf } from "../line/lines.ts";

const owners = text("owners");
const pairs = text("pairs");
const links = text("links");
const lines = linesOf("fee_line");

const ownerKey = raw("insured_area, institution_code, names, named, reporter");
const linkedOwner = raw("owner_area as insured_area, owner_institution as institution_code, names, named, reporter");
/** What a claim answers by. */
const answering = raw(
  "claim_id, settlement_id, encounter_id, care_settlement_id, care_encounter_id, insured_area, institution_code, reported_by, visit",
);
const numbers = raw("[settlement_id, encounter_id, care_settlement_id, care_encounter_id]");
const temporary = [
  "changed_owner",
  "touched_claim",
  "claim_near",
  "touched_owner",
  "fresh_pair",
  "outdated_link",
  "pair_part",
  "fresh_link",
];
const sums = [
  "line_amount",
  "drug_amount",
  "examination_amount",
  "laboratory_amount",
  "treatment_amount",
  "consumable_amount",
];

/**
 * `line`: a view, one row per current fee line of a settlement that counts, joined once to its claim; key (insured_area, institution_code,
 * encounter_id, line_no, reporter). `reporter`: whose lines these are, the insured side's or, where it brought none, the care side's;
 * `paired_by`: whether they name the settlement or only the encounter.
 * Kept for it: `line_owner` (what lines name, with sums by kind of charge) and `line_link` (the owners that have a claim, and of the claim what rules
 * ask for): text in sixty million rows is dear to write and cheap to join.
 * Touched: owners of the lines the batches brought or replaced, those of changed claims, and the claims of both.
 */
export default {
  name: "line",
  after: ["claim"],
  reads: ["fee_line"],
  publishes: {
    table: "changed_line",
    columns: "claim_id VARCHAR, person_id UUID, institution_code VARCHAR, month DATE",
  },
  wording: () => [owners, pairs, links, lines.text].join("\n"),
  async rebuild(connection) {
    await execute(connection, sql`create or replace table line_owner as ${ownersOf(feeLines())}`);
    await execute(
      connection,
      sql`create or replace temp table pair_part as with owner_part as (from line_owner) from (${raw(pairs)})`,
    );
    await execute(connection, sql`create or replace table line_link as ${raw(links)}`);
    await execute(connection, "drop table temp.pair_part");
    await execute(connection, sql`create or replace view line as ${lines}`);
  },
  async refresh(connection, range) {
    const run = (statement: Sql | string) => execute(connection, statement);
    await bringUpOwners(connection, range);
    await run("create or replace temp table touched_claim as select distinct claim_id from changed_claim");
    await run(
      sql`create or replace temp table claim_near as select ${answering} from claim semi join touched_claim using (claim_id)`,
    );
    // Owners that lose or win a claim; then every claim of theirs, with all its owners: which reporter's lines it takes may change.
    await run(sql`create or replace temp table touched_owner as
      select ${ownerKey} from changed_owner
      union
      select ${ownerKey} from line_owner where named in (select named from changed_owner)
      union
      select ${linkedOwner} from line_link semi join touched_claim using (claim_id)
      union
      select ${ownerKey} from (
        with owner_part as (from line_owner where named in (select unnest(${numbers}) from claim_near)), claim as (from temp.claim_near)
        from (${raw(pairs)})
      )`);
    await run(sql`create or replace temp table claim_near as
      with wanted as (select distinct named from touched_owner)
      select ${answering} from claim where settlement_id in (from wanted) or encounter_id in (from wanted) or care_settlement_id in (from wanted)
        or care_encounter_id in (from wanted)`);
    await run(sql`create or replace temp table fresh_pair as
      with owner_part as (
          from (from line_owner where named in (select named from touched_owner)) semi join touched_owner using (${ownerKey})
        ), claim as (from temp.claim_near)
      from (${raw(pairs)})`);
    await run(sql`insert into touched_claim
      select claim_id from fresh_pair
      union
      select claim_id
      from (select claim_id, ${linkedOwner} from line_link where named in (select named from touched_owner))
      semi join touched_owner using (${ownerKey})`);
    await run(`create or replace temp table outdated_link as
      select rowid as row_no, line_link.* from line_link semi join touched_claim using (claim_id)`);
    await run(sql`create or replace temp table pair_part as
      select ${ownerKey}, lines, ${raw(sums.join(", "))}, claim_id
      from (select ${linkedOwner}, columns('^(lines|.*_amount|claim_id)$') from outdated_link) anti join touched_owner using (${ownerKey})
      union all by name
      from fresh_pair`);
    await run("delete from line_link where rowid in (select row_no from outdated_link)");
    await run(sql`create or replace temp table fresh_link as ${raw(links)}`);
    await run("insert into line_link from fresh_link");
    await run(`insert into changed_line
      select claim_id, person_id, institution_code, month from outdated_link
      union
      select claim_id, person_id, institution_code, month from fresh_link`);
    for (const table of temporary) await run(`drop table temp.${table}`);
  },
} satisfies Fact;

/**
 * Adds what the batches brought to line_owner and takes away what they replaced. Tells the owners in temp.changed_owner.
 * Numbers alone narrow down first: comparing one text a row instead of five.
 */
async function bringUpOwners(connection: DuckDBConnection, range: BatchRange): Promise<void> {
  const added = ["lines", ...sums].map(
    (name) => `sum(${name})::${name === "lines" ? "bigint" : "decimal(18, 2)"} as ${name}`,
  );
  await execute(connection, sql`create or replace temp table changed_owner as ${ownersOf(feeLines(range))}`);
  await execute(
    connection,
    sql`create or replace temp table owner_before as
      from (select rowid as row_no, * from line_owner where named in (select named from changed_owner))
      semi join changed_owner using (${ownerKey})`,
  );
  await execute(connection, "delete from line_owner where rowid in (select row_no from owner_before)");
  await execute(
    connection,
    sql`insert into line_owner by name
      select ${ownerKey}, ${raw(added.join(", "))}
      from (from changed_owner union all by name select * exclude (row_no) from owner_before)
      group by all having sum(lines) > 0`,
  );
  await execute(connection, "drop table temp.owner_before");
}

function ownersOf(rows: Sql): Sql {
  return sql`with fee_part as (${rows}) ${raw(owners)}`;
}

function feeLines(range?: BatchRange): Sql {
  const columns = [
    "insured_area",
    "institution_code",
    "encounter_id",
    "settlement_id",
    "reported_by",
    "amount",
    "charge_class",
    "list_type",
  ];
  return signedRows("fee_line", columns, range);
}

function text(name: string): string {
  return readFileSync(new URL(`../line/${name}.sql`, import.meta.url), "utf8");
}
