import { isUtf8 } from "node:buffer";
import { type Data, DataType, DateUnit, Precision, TimeUnit, type Vector } from "apache-arrow";

/** Text of the value at a row, null for none. Throws where the bytes do not hold such a value. */
export type ArrowText = (row: number) => string | null;

const decoder = new TextDecoder("utf-8", { fatal: true });
const dayMs = 86_400_000;
const shanghaiMs = 8 * 3_600_000;

/** Why a column cannot be read, or null. A damaged schema may hold types that do not exist. */
export function unreadable(type: DataType): string | null {
  if (DataType.isDictionary(type))
    return DataType.isNull(type.dictionary) ? "a dictionary of nothing" : unreadable(type.dictionary);
  return isReadable(type) ? null : `${type}`;
}

function isReadable(type: DataType): boolean {
  if (DataType.isInt(type)) return [8, 16, 32, 64].includes(type.bitWidth);
  if (DataType.isFloat(type)) return [Precision.HALF, Precision.SINGLE, Precision.DOUBLE].includes(type.precision);
  if (DataType.isDecimal(type)) return [128, 256].includes(type.bitWidth) && Math.abs(type.scale) <= 80;
  if (DataType.isDate(type)) return [DateUnit.DAY, DateUnit.MILLISECOND].includes(type.unit);
  if (DataType.isTimestamp(type) || DataType.isTime(type)) return type.unit in perSecond;
  return (
    DataType.isNull(type) ||
    DataType.isBool(type) ||
    DataType.isUtf8(type) ||
    DataType.isLargeUtf8(type) ||
    DataType.isBinary(type) ||
    DataType.isLargeBinary(type)
  );
}

/** How to write the values of one batch of one column: exact, dates and times as ISO, instants as the wall clock of Asia/Shanghai. */
export function arrowText(data: Data): ArrowText {
  const text = valueText(data);
  const { nullBitmap } = data;
  if (nullBitmap && nullBitmap.length > 0 && nullBitmap.length * 8 < data.length) {
    throw new RangeError("the list of nulls is shorter than its column");
  }
  return (row) => {
    if (row >= data.length) throw new RangeError("the column is shorter than its batch");
    return DataType.isNull(data.type) || !data.getValid(row) ? null : text(row);
  };
}

function valueText(data: Data): (row: number) => string | null {
  const { type, values } = data;
  if (DataType.isNull(type)) return () => null;
  if (DataType.isDictionary(type)) return dictionaryText(data);
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isBinary(type) || DataType.isLargeBinary(type)) {
    return stringText(data);
  }
  if (DataType.isBool(type)) return (row) => (at(values, row >> 3) & (1 << (row & 7)) ? "true" : "false");
  if (DataType.isInt(type)) return (row) => String(at(values, row));
  if (DataType.isFloat(type)) return floatText(type.precision, values);
  if (DataType.isDecimal(type)) {
    const words = type.bitWidth / 32;
    return (row) => decimalText(values as Uint32Array, row * words, words, type.scale);
  }
  if (DataType.isDate(type)) {
    const unit = type.unit === DateUnit.DAY ? dayMs : 1;
    return (row) => iso(Number(at(values, row)) * unit).slice(0, 10);
  }
  if (DataType.isTimestamp(type)) {
    const shift = type.timezone ? shanghaiMs : 0;
    return (row) => timestampText(BigInt(at(values, row)), type.unit, shift);
  }
  if (DataType.isTime(type)) {
    return (row) => timestampText(BigInt(at(values, row)), type.unit, 0).slice(11);
  }
  throw new TypeError(`no text for ${type}`);
}

// biome-ignore lint/suspicious/noExplicitAny: the element type follows from the column's type
function at(values: any, index: number): any {
  const value = values[index];
  if (value === undefined) throw new RangeError("the buffer is shorter than its column");
  return value;
}

function stringText({ values, valueOffsets }: Data): (row: number) => string {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  // One look at the whole buffer is much faster than a strict decoder for every text.
  const sound = isUtf8(bytes);
  const continues = (index: number) => index < bytes.length && (bytes[index]! & 0xc0) === 0x80;
  return (row) => {
    const start = Number(at(valueOffsets, row));
    const end = Number(at(valueOffsets, row + 1));
    if (start < 0 || end < start || end > bytes.length) throw new RangeError("text outside its buffer");
    if (sound && !continues(start) && !continues(end)) return bytes.toString("utf8", start, end);
    return decoder.decode(bytes.subarray(start, end));
  };
}

function dictionaryText(data: Data): (row: number) => string | null {
  const dictionary = data.dictionary as Vector;
  const texts: string[] = [];
  const nulls = new Set<number>();
  let base = 0;
  for (const part of dictionary.data) {
    if (part.length > 8 * part.byteLength) throw new RangeError("a dictionary longer than its bytes");
    const text = arrowText(part);
    for (let i = 0; i < part.length; i++) {
      const value = text(i);
      if (value === null) nulls.add(base + i);
      texts.push(value ?? "");
    }
    base += part.length;
  }
  return (row) => {
    const index = Number(at(data.values, row));
    if (nulls.has(index)) return null;
    const text = texts[index];
    if (text === undefined) throw new RangeError("an index outside its dictionary");
    return text;
  };
}

function floatText(precision: Precision, values: ArrayLike<number>): (row: number) => string {
  if (precision === Precision.DOUBLE) return (row) => String(at(values, row));
  if (precision === Precision.HALF)
    return (row) => String(new Float16Array(new Uint16Array([at(values, row)]).buffer)[0]);
  return (row) => shortest(at(values, row));
}

/** The shortest decimal that is this float of 32 bits: 0.1, not 0.10000000149011612. */
function shortest(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text);
  }
  return String(Number(value.toPrecision(9)));
}

function decimalText(words: Uint32Array, start: number, count: number, scale: number): string {
  let value = 0n;
  for (let i = count - 1; i >= 0; i--) value = (value << 32n) | BigInt(at(words, start + i));
  value = BigInt.asIntN(count * 32, value);
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, "0");
  const sign = value < 0n ? "-" : "";
  if (scale <= 0) return `${sign}${digits}${"0".repeat(-scale)}`;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

const perSecond: Record<TimeUnit, bigint> = {
  [TimeUnit.SECOND]: 1n,
  [TimeUnit.MILLISECOND]: 1000n,
  [TimeUnit.MICROSECOND]: 1_000_000n,
  [TimeUnit.NANOSECOND]: 1_000_000_000n,
};

function timestampText(value: bigint, unit: TimeUnit, shift: number): string {
  const scale = perSecond[unit];
  const fraction = ((value % scale) + scale) % scale;
  const whole = iso(Number((value - fraction) / scale) * 1000 + shift);
  const digits =
    fraction === 0n
      ? ""
      : `.${fraction
          .toString()
          .padStart(String(scale).length - 1, "0")
          .replace(/0+$/, "")}`;
  return `${whole.slice(0, 10)} ${whole.slice(11, 19)}${digits}`;
}

function iso(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString();
  if (text.length !== 24) throw new RangeError("a year outside 0000–9999");
  return text;
}
