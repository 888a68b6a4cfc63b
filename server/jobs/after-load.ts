import { catchUpFacts, type Fact, facts } from "../facts/fact.ts";
import { readFactStates, writeFactState } from "../facts/state.ts";
import { measureQuality, qualityWording } from "../intake/quality.ts";
import { type Database, transaction } from "../store/database.ts";
import { Reader } from "../store/reader.ts";
import { sql } from "../store/sql.ts";

const QUALITY = "quality";

/**
 * Brings everything that is derived from the batches up to date: quality reports and facts. Run after a load and at the
 * start, since a crash may fall between a batch and what follows from it.
 */
export async function catchUp(database: Database): Promise<void> {
  await database.bulk(async (connection) => {
    const basis = qualityWording();
    const state = (await readFactStates(connection)).get(QUALITY);
    const from = state?.basis === basis ? state.builtTo : 0;
    const batches = await new Reader(connection).rows<{ batch: number; table_name: string }>(
      sql`select batch, table_name from batch where batch > ${from} order by batch`,
    );
    for (const { batch, table_name } of batches) {
      await transaction(connection, async () => {
        await measureQuality(connection, batch, table_name);
        await writeFactState(connection, QUALITY, { builtTo: batch, basis });
      });
    }
    await catchUpFacts(connection, await derivedFacts());
  });
}

/** The facts, what is settled again from them, and what audits have not taken yet. */
export function derivedFacts(): Promise<readonly Fact[]> {
  return facts([
    new URL("../settle/relations/", import.meta.url),
    new URL("../audit/changes/relations/", import.meta.url),
  ]);
}
