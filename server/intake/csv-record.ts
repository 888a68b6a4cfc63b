export const LF = 10;
export const CR = 13;
export const QUOTE = 34;

/** How one record that holds quotes ends. */
export interface RecordEnd {
  /** After the last field, before the line end. */
  contentEnd: number;
  /** Start of what follows the line end. */
  next: number;
  fields: number;
  problem: "open_quote" | "stray_quote" | "stray_return" | null;
}

/**
 * Reads the record that starts at `start` by RFC 4180: a field is quoted as a whole or holds no quote. `returnEnds`: CR ends a line too.
 * With a problem `contentEnd` is where it was met and `next` means nothing.
 */
export function readRecord(
  bytes: Buffer,
  start: number,
  end: number,
  delimiter: number,
  returnEnds: boolean,
): RecordEnd {
  let fields = 1;
  let i = start;
  for (;;) {
    if (i < end && bytes[i] === QUOTE) {
      i = closingQuote(bytes, i + 1, end);
      if (i < 0) return { contentEnd: end, next: end, fields, problem: "open_quote" };
      i++;
    } else {
      for (; i < end; i++) {
        const byte = bytes[i]!;
        if (byte > QUOTE && byte !== delimiter) continue;
        if (byte === delimiter || byte === LF) break;
        if (byte === CR) {
          if (returnEnds || i + 1 === end || bytes[i + 1] === LF) break;
          return { contentEnd: i, next: i, fields, problem: "stray_return" };
        }
        if (byte === QUOTE) return { contentEnd: i, next: i, fields, problem: "stray_quote" };
      }
    }
    if (i >= end) return { contentEnd: end, next: end, fields, problem: null };
    const byte = bytes[i]!;
    if (byte === delimiter) {
      fields++;
      i++;
    } else if (byte === LF) {
      return { contentEnd: i, next: i + 1, fields, problem: null };
    } else if (byte === CR && bytes[i + 1] === LF && i + 1 < end) {
      return { contentEnd: i, next: i + 2, fields, problem: null };
    } else if (byte === CR && (returnEnds || i + 1 === end)) {
      return { contentEnd: i, next: i + 1, fields, problem: null };
    } else {
      return { contentEnd: i, next: i, fields, problem: "stray_quote" };
    }
  }
}

function closingQuote(bytes: Buffer, from: number, end: number): number {
  for (let i = from; i < end; i++) {
    if (bytes[i] !== QUOTE) continue;
    if (i + 1 >= end || bytes[i + 1] !== QUOTE) return i;
    i++;
  }
  return -1;
}

/** The fields of one well-formed record as text. */
export function fieldsOf(record: Buffer, delimiter: number): string[] {
  const fields: string[] = [];
  for (let i = 0; ; ) {
    if (record[i] === QUOTE) {
      const close = closingQuote(record, i + 1, record.length);
      fields.push(record.toString("utf8", i + 1, close).replaceAll('""', '"'));
      i = close + 1;
    } else {
      const next = record.indexOf(delimiter, i);
      const end = next < 0 ? record.length : next;
      fields.push(record.toString("utf8", i, end));
      i = end;
    }
    if (i >= record.length) return fields;
    i++;
  }
}
