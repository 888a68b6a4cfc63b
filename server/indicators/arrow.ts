import { Dictionary, Float64, Int32, Table, tableToIPC, Utf8, type Vector, vectorFromArray } from "apache-arrow";
import type { Columns } from "../store/reader.ts";

/**
 * An answer as an Arrow IPC stream of one batch: text as dictionaries, every number as float64. For charts only: exact money
 * travels as JSON text.
 */
export function arrowOf({ names, types, columns }: Columns): Uint8Array {
  const vectors: Record<string, Vector> = {};
  for (const [i, name] of names.entries()) {
    const cells = columns[i] ?? [];
    vectors[name] = types[i] === "VARCHAR" ? texts(cells as (string | null)[]) : vectorFromArray(cells, new Float64());
  }
  return tableToIPC(new Table(vectors), "stream");
}

/** The reader of the pages fails on a dictionary without entries. */
function texts(cells: (string | null)[]): Vector {
  const empty = cells.every((cell) => cell === null);
  return vectorFromArray(cells, empty ? new Utf8() : new Dictionary(new Utf8(), new Int32()));
}
