import type { Journal, JournalEntry } from "../../journal/journal.ts";
import { type Database, transaction } from "../../store/database.ts";
import type { Principal } from "../../store/principal.ts";
import { Reader } from "../../store/reader.ts";
import type { ReviewDesk } from "./desk.ts";
import { projectReview } from "./projected.ts";

/** What acts of reviewers need of a house. */
export interface ReviewingHouse {
  database: Pick<Database, "act">;
  journal: Pick<Journal, "append">;
  review: ReviewDesk;
}

/** A turn in the lane of acts: what it reads is what the act before left. */
export interface Turn {
  reader: Reader;
  /** Appends an act to the journal. It holds from then on. */
  write(act: string, data: object): Promise<JournalEntry>;
}

/**
 * One act after the other, in the lane that no load or audit stands in: it looks at what stands, is written to the journal, then into the tables.
 * What was written holds also where the work fails afterwards.
 */
export function inTurn<T>(
  { database, journal }: ReviewingHouse,
  { id }: Principal,
  work: (turn: Turn) => Promise<T>,
): Promise<T> {
  return database.act(async (connection) => {
    const entries: JournalEntry[] = [];
    const write = async (act: string, data: object) => {
      const entry = await journal.append(id, act, { ...data });
      entries.push(entry);
      return entry;
    };
    try {
      return await work({ reader: new Reader(connection), write });
    } finally {
      if (entries.length > 0) await transaction(connection, () => projectReview(connection, entries));
    }
  });
}
