import { FlatTable } from "./flatbuffer.ts";

/** Kinds of message, and the first and last of them. */
export const schemaMessage = 1;
export const dictionaryMessage = 2;
export const recordBatchMessage = 3;

export interface ArrowMessage {
  kind: number;
  /** Bytes of the body that follows. */
  body: number;
  /** Records, of a record batch. */
  rows: number;
}

/**
 * Reads a message header and checks that all its lists lie inside it: apache-arrow trusts their lengths and would run out of memory.
 * Source: Message.fbs, Schema.fbs. Throws a RangeError.
 */
export function readMessage(metadata: Buffer): ArrowMessage {
  const message = FlatTable.root(metadata);
  const kind = message.byte(1);
  const header = message.table(2);
  if (!header) throw new RangeError("a message without content");
  message.checkVector(4, 4);
  let rows = 0;
  if (kind === schemaMessage) checkSchema(header);
  else if (kind === dictionaryMessage) checkBatch(header.table(1));
  else if (kind === recordBatchMessage) {
    checkBatch(header);
    rows = header.long(0);
  }
  return { kind, body: message.long(3), rows };
}

/** Checks the footer of an Arrow file in the same way. Source: File.fbs. */
export function checkFooter(footer: Buffer): void {
  const root = FlatTable.root(footer);
  const schema = root.table(1);
  if (!schema) throw new RangeError("a footer without a schema");
  checkSchema(schema);
  root.checkVector(2, 24);
  root.checkVector(3, 24);
  root.checkVector(4, 4);
}

function checkSchema(schema: FlatTable): void {
  const budget = { fields: 100_000 };
  for (const field of schema.tables(1)) checkField(field, budget);
  schema.checkVector(2, 4);
  schema.checkVector(3, 8);
}

function checkField(field: FlatTable, budget: { fields: number }): void {
  if (--budget.fields < 0) throw new RangeError("too many fields");
  for (const child of field.tables(5)) checkField(child, budget);
  field.checkVector(6, 4);
}

function checkBatch(batch: FlatTable | null): void {
  if (!batch) throw new RangeError("a batch without content");
  batch.checkVector(1, 16);
  batch.checkVector(2, 16);
  batch.checkVector(4, 8);
}
