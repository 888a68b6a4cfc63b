import { mkdir } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { catchUpFacts } from "../../facts/fact.ts";
import { derivedFacts } from "../../jobs/after-load.ts";
import { createDatabase } from "../../jobs/projection.ts";
import { putInForce } from "../../settle/policies/in-force.ts";
import { catalogueOf, policiesOf, shippedSources } from "../../settle/policies/sources.ts";
import { againstOracle } from "../../settle/years/against-oracle.ts";
import { Database } from "../../store/database.ts";
import { loadDictionary } from "../../store/dictionary.ts";
import { dataFolder } from "../../store/folder.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import { fillWithCopies } from "../copies.ts";
import { type Proof, type ProofOptions, seededRandom, shuffled } from "../proof.ts";
import { inScratch, scratchConfig } from "../scratch.ts";

const STAYS = 60_000;
/** Persons settled by the oracle, row by row. */
const PERSONS = 20_000;
const AT_ONCE = 2000;
const facts = ["person_resolution", "claim", "line", "resettlement"];

/**
 * Generated stays as the facts hold them, declared complete and settled again; the oracle reads the same persons from claims, lines, filings and balances in
 * its own way and settles them from the text of the shipped policies: version, benefit year, filing, admission number and every amount agree.
 */
export default {
  name: "settle-claims",
  about: "claims of generated data are read and settled as the oracle reads and settles them",
  run: (options: ProofOptions) =>
    inScratch(async (root) => {
      const config = { ...scratchConfig(root), memory: "4GB" };
      const folder = dataFolder(config.dataDir);
      await mkdir(folder.stage, { recursive: true });
      const database = await Database.open({ file: folder.database, stage: folder.stage, spill: folder.spill }, config);
      try {
        return await database.bulk(async (connection) => {
          const dictionary = loadDictionary();
          await createDatabase(connection, dictionary);
          await putInForce(connection, shippedSources(), folder.stage);
          const wanted = (await derivedFacts()).filter(({ name }) => facts.includes(name));
          const rows = Math.round(STAYS * options.size);
          const tables = new Set(wanted.flatMap(({ reads }) => reads));
          const filling = {
            unit: "stays",
            linesPerStay: 4,
            most: rows,
            tables,
            folder: `${folder.stage}/data`,
            config,
            rows,
          } as const;
          await fillWithCopies(connection, dictionary, filling, { ...options, rows, repetitions: 1 });
          await declareComplete(connection);
          await catchUpFacts(connection, wanted);
          return compareAll(connection, options);
        });
      } finally {
        await database.close();
      }
    }),
} satisfies Proof;

async function declareComplete(connection: DuckDBConnection): Promise<void> {
  await connection.run(`insert into completeness by name
    select 1 as declaration, code as area, scheme, care_group, date '1900-01-01' as valid_from, date '9999-12-31' as valid_to, 'complete' as state
    from region, (values ('310'), ('390')) as _ (scheme), (values ('inpatient'), ('outpatient'), ('chronic'), ('pharmacy')) as _ (care_group)
    where batch_to is null and country = 'CN' and pooling`);
}

async function compareAll(connection: DuckDBConnection, { size, seed, progress, signal }: ProofOptions) {
  const reader = new Reader(connection, UNLIMITED);
  const all = await reader.rows<{ id: string }>(
    sql`select distinct person_id::varchar as id from resettlement order by 1`,
  );
  const drawn = shuffled(all, seededRandom(seed)).slice(0, Math.ceil(PERSONS * size));
  const shipped = shippedSources();
  const files = policiesOf(shipped.policies);
  const catalogue = catalogueOf(shipped.catalogue);
  const counts: Record<string, number> = { "persons drawn": drawn.length, persons: 0, settlements: 0 };
  const failures: string[] = [];
  for (let done = 0; done < drawn.length && !signal.aborted; done += AT_ONCE) {
    progress({ phase: "prove", subject: "settle-claims", done, total: drawn.length });
    const ids = drawn.slice(done, done + AT_ONCE).map(({ id }) => id);
    const { persons, settlements, standing, apart } = await againstOracle(reader, ids, files, catalogue);
    counts.persons! += persons;
    counts.settlements! += settlements;
    for (const [what, n] of standing) counts[what] = (counts[what] ?? 0) + n;
    failures.push(...apart);
  }
  return { counts, failures };
}
