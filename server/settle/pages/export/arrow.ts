import { setImmediate } from "node:timers/promises";
import type {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBTimestampValue,
  DuckDBValue,
} from "@duckdb/node-api";
import {
  Bool,
  type Data,
  DataType,
  DateDay,
  Decimal,
  Field,
  Int32,
  Int64,
  List,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMicrosecond,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import type { ExportedTable } from "./table.ts";

/** Readers are slow with small batches. */
const usual = 65_536;

/** An Arrow IPC stream: money as decimals, exact. */
export async function* arrowOf(table: ExportedTable, step = usual): AsyncGenerator<Uint8Array> {
  const writer = new RecordBatchStreamWriter();
  const writing = writeAll(writer, table, step);
  writing.catch((cause) => writer.abort(cause));
  for await (const piece of writer) yield piece;
  await writing;
}

async function writeAll(
  writer: RecordBatchStreamWriter,
  { names, types, rows, value }: ExportedTable,
  step: number,
): Promise<void> {
  // A batch without nulls must not look like another table.
  const schema = new Schema(names.map((name, column) => new Field(name, typeOf(types[column]!), true)));
  for (let first = 0; first === 0 || first < rows; first += step) {
    const length = Math.min(step, rows - first);
    const children = schema.fields.map(({ type }, column) =>
      columnOf(
        type,
        Array.from({ length }, (_, i) => value(column, first + i)),
      ),
    );
    writer.write(new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length, children })));
    await setImmediate();
  }
  writer.finish();
}

function typeOf(type: string): DataType {
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(type);
  if (decimal) return new Decimal(Number(decimal[2]), Number(decimal[1]), 128);
  switch (type) {
    case "BOOLEAN":
      return new Bool();
    case "INTEGER":
      return new Int32();
    case "BIGINT":
      return new Int64();
    case "DATE":
      return new DateDay();
    case "TIMESTAMP":
      return new TimestampMicrosecond();
    case "VARCHAR[]":
      return new List(new Field("item", new Utf8(), true));
    default:
      return new Utf8();
  }
}

function columnOf(type: DataType, values: DuckDBValue[]): Data {
  const known = <From>(read: (value: From) => unknown) =>
    values.map((value) => (value === null ? null : read(value as From)));
  const data = (cells: unknown[]) => vectorFromArray(cells as never[], type).data[0] as Data;
  if (DataType.isDecimal(type))
    return decimals(type, known(({ value }: DuckDBDecimalValue) => value) as (bigint | null)[]);
  if (DataType.isDate(type)) return data(known(({ days }: DuckDBDateValue) => new Date(days * 86_400_000)));
  if (DataType.isTimestamp(type)) return data(known(({ micros }: DuckDBTimestampValue) => Number(micros) / 1000));
  if (DataType.isList(type)) return data(known(({ items }: DuckDBListValue) => [...items]));
  return data(DataType.isUtf8(type) ? known(String) : values);
}

/** Decimals of 128 bits: the low and the high half, two's complement. */
function decimals(type: Decimal, values: (bigint | null)[]): Data {
  const halves = new BigInt64Array(values.length * 2);
  const valid = new Uint8Array(Math.ceil(values.length / 8));
  let nullCount = 0;
  for (const [i, value] of values.entries()) {
    if (value === null) {
      nullCount += 1;
      continue;
    }
    valid[i >> 3]! |= 1 << (i & 7);
    halves[i * 2] = value;
    halves[i * 2 + 1] = value < 0n ? -1n : 0n;
  }
  return makeData({ type, length: values.length, nullCount, nullBitmap: valid, data: new Uint32Array(halves.buffer) });
}
