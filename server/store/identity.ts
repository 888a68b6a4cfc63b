import type { DuckDBConnection } from "@duckdb/node-api";
import { fail } from "../errors.ts";
import { execute } from "./database.ts";
import type { Keys } from "./keys.ts";
import { pseudonym } from "./pseudonym.ts";
import { Reader, UNLIMITED } from "./reader.ts";
import { seal, unseal } from "./seal.ts";
import { join, literal, raw, type Sql, sql } from "./sql.ts";

/** What one batch said of a person, by column: name, certificate number, phone, address … */
export interface Particulars {
  batch: number;
  [column: string]: string | number;
}

/** Entries of a block: enough that sealing costs little an entry, few enough that opening one costs little. */
const BLOCK = 1000;
const MOST_BLOCKS = 4096;
/** Blocks sealed at a time. */
const AT_ONCE = 64;

/**
 * Seals what `particulars` (person UUID, content text: a JSON object) says and is not known yet, as the batch's blocks. Inside
 * the caller's transaction.
 */
export async function keepIdentities(
  connection: DuckDBConnection,
  keys: Keys,
  batch: number,
  particulars: Sql,
): Promise<void> {
  const reader = new Reader(connection, UNLIMITED);
  const entry = pseudonym({ pseudonym: keys.identityEntry }, sql`person::varchar || content`);
  await execute(
    connection,
    sql`create or replace temp table identity_fresh as
        select * from (select person, content, ${entry} as entry from (select distinct person, content from ${particulars}))
        where entry not in (select entry from identity_entry)`,
  );
  const { entries } = await reader.one<{ entries: number }>(sql`select count(*) as entries from identity_fresh`);
  const blocks = Math.min(MOST_BLOCKS, Math.ceil(entries / BLOCK));
  const number = raw(String(Math.max(1, blocks)));
  await execute(
    connection,
    sql`create or replace temp table identity_fresh as
        select *, ('0x' || left(person::varchar, 8))::bigint % ${number} as block from identity_fresh`,
  );
  for (let first = 0; first < blocks; first += AT_ONCE) {
    const gathered = await reader.rows<{ block: number; entries: number; text: string }>(
      sql`select block, count(*) as entries, string_agg(person::varchar || content, chr(10) order by person, content) as text
          from identity_fresh where block >= ${first} and block < ${first + AT_ONCE} group by block`,
    );
    const rows = gathered.map(({ block, entries, text }) => {
      const sealed = seal(keys.identity, placeOf(batch, block), text);
      return sql`(${BigInt(batch)}, ${BigInt(block)}, ${BigInt(entries)}, ${sealed})`;
    });
    if (rows.length > 0) await execute(connection, sql`insert into identity values ${join(rows)}`);
  }
  await execute(
    connection,
    sql`insert into identity_entry by name select entry, person, ${BigInt(batch)} as batch, block from identity_fresh`,
  );
  await execute(connection, "drop table temp.identity_fresh");
}

/**
 * What is known of these pseudonyms (person ids of certificates or local persons), oldest first. Nobody who is not known is in
 * the answer. It is for callers that have asked whether they may, and have written it down.
 * @throws store.identity_sealed where the key is another, or a block was changed or moved
 */
export async function identityOf(
  reader: Reader,
  keys: Keys,
  pseudonyms: readonly string[],
): Promise<Map<string, Particulars[]>> {
  const found = new Map<string, Particulars[]>();
  if (pseudonyms.length === 0) return found;
  const asked = join(pseudonyms.map((person) => sql`${literal(person)}::uuid`));
  const blocks = await reader.rows<{ batch: number; block: number; sealed: string }>(
    sql`select batch, block, sealed from identity
        semi join (select batch, block from identity_entry where person in (${asked})) using (batch, block)
        order by batch, block`,
  );
  const wanted = new Set(pseudonyms);
  for (const { batch, block, sealed } of blocks) {
    for (const line of open(keys, batch, block, sealed).split("\n")) {
      const person = line.slice(0, PERSON);
      if (!wanted.has(person)) continue;
      const said = Object.entries(JSON.parse(line.slice(PERSON)) as Record<string, string | null>);
      const particulars = Object.fromEntries(said.filter(([, value]) => value !== null)) as Record<string, string>;
      found.set(person, [...(found.get(person) ?? []), { ...particulars, batch }]);
    }
  }
  return found;
}

/** Signs of a pseudonym. */
const PERSON = 36;

function open(keys: Keys, batch: number, block: number, sealed: string): string {
  try {
    return unseal(keys.identity, placeOf(batch, block), sealed);
  } catch (cause) {
    throw fail("store.identity_sealed", { batch, block }, cause);
  }
}

function placeOf(batch: number, block: number): string {
  return `identity|${batch}|${block}`;
}
