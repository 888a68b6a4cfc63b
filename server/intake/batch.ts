import { fail } from "../errors.ts";
import type { JournalEntry } from "../journal/journal.ts";

/** Which side of a cross-province settlement sent the batch. */
export type Reporter = "insured" | "care" | "unknown";

export interface RowCounts {
  /** Records in the source. Always accepted + duplicate + replaced + rejected. */
  read: number;
  /** New keys. */
  accepted: number;
  /** The same content is already stored. */
  duplicate: number;
  /** Another version of a stored key: it replaces, or is itself older than what is stored. Both stay readable. */
  replaced: number;
  rejected: number;
}

export const countNames = ["read", "accepted", "duplicate", "replaced", "rejected"] as const;

export function countsOf(counts: RowCounts): RowCounts {
  const { read, accepted, duplicate, replaced, rejected } = counts;
  return { read, accepted, duplicate, replaced, rejected };
}

/** What the journal keeps of an acknowledged batch: enough to read it again from its raw bytes and to check the result. */
export interface BatchRecord extends RowCounts {
  batch: number;
  table: string;
  layout: string;
  layoutHash: string;
  reporter: Reporter;
  source: string;
  sha256: string;
  bytes: number;
  receivedAt: string;
  /** Columns of the dictionary that the batch brought. */
  columns: string[];
  /** Columns of the source that the layout neither takes nor names as left out. */
  unknownColumns: string[];
  /** Set when the records are generated: one stands for so many real ones. */
  generatedScale: number | null;
}

export const BATCH_ACCEPTED = "batch.accepted";
export const BATCH_WITHDRAWN = "batch.withdrawn";

/** The acknowledged batches of a journal, in order. Fed with every entry when the journal is opened. */
export class BatchIndex {
  readonly #byNumber = new Map<number, BatchRecord>();
  #highest = 0;

  readonly onEntry = (entry: JournalEntry): void => {
    if (entry.act === BATCH_ACCEPTED) this.add(entry.data as unknown as BatchRecord);
    if (entry.act === BATCH_WITHDRAWN) this.#byNumber.delete((entry.data as { batch: number }).batch);
  };

  add(record: BatchRecord): void {
    this.#byNumber.set(record.batch, record);
    this.#highest = Math.max(this.#highest, record.batch);
  }

  withdraw(batch: number): void {
    this.#byNumber.delete(batch);
  }

  /** A number no batch ever had, not even a withdrawn one. */
  next(): number {
    return this.#highest + 1;
  }

  all(): BatchRecord[] {
    return [...this.#byNumber.values()].sort((a, b) => a.batch - b.batch);
  }

  get(batch: number): BatchRecord {
    const record = this.#byNumber.get(batch);
    if (!record) throw fail("intake.no_batch", { batch });
    return record;
  }

  /** The batch that already brought these bytes to this table in this way. */
  sameAs(of: Pick<BatchRecord, "sha256" | "table" | "layoutHash" | "reporter">): BatchRecord | undefined {
    return this.all().find(
      (b) =>
        b.sha256 === of.sha256 && b.table === of.table && b.layoutHash === of.layoutHash && b.reporter === of.reporter,
    );
  }
}
