/**
 * A table of a flatbuffer read with every bound checked: `Buffer` throws a RangeError outside its bytes, and a vector must fit into them.
 * Source: FlatBuffers internals, "Tables" and "Vectors".
 */
export class FlatTable {
  readonly #bytes: Buffer;
  readonly #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  static root(bytes: Buffer): FlatTable {
    return new FlatTable(bytes, bytes.readUInt32LE(0));
  }

  byte(field: number): number {
    const at = this.#field(field);
    return at === 0 ? 0 : this.#bytes.readUInt8(at);
  }

  long(field: number): number {
    const at = this.#field(field);
    return at === 0 ? 0 : Number(this.#bytes.readBigInt64LE(at));
  }

  table(field: number): FlatTable | null {
    const at = this.#field(field);
    return at === 0 ? null : new FlatTable(this.#bytes, at + this.#bytes.readUInt32LE(at));
  }

  /** The tables of a vector. */
  tables(field: number): FlatTable[] {
    const { start, length } = this.#vector(field, 4);
    return Array.from({ length }, (_, i) => {
      const at = start + 4 * i;
      return new FlatTable(this.#bytes, at + this.#bytes.readUInt32LE(at));
    });
  }

  /** Throws unless the vector lies inside the bytes. */
  checkVector(field: number, elementBytes: number): void {
    this.#vector(field, elementBytes);
  }

  #vector(field: number, elementBytes: number): { start: number; length: number } {
    const at = this.#field(field);
    if (at === 0) return { start: 0, length: 0 };
    const start = at + this.#bytes.readUInt32LE(at) + 4;
    const length = this.#bytes.readUInt32LE(start - 4);
    if (start + length * elementBytes > this.#bytes.length)
      throw new RangeError(`a list of ${length} items in too few bytes`);
    return { start, length };
  }

  /** Absolute place of a field, 0 where it is absent. */
  #field(index: number): number {
    const vtable = this.#at - this.#bytes.readInt32LE(this.#at);
    const slot = 4 + 2 * index;
    if (slot >= this.#bytes.readUInt16LE(vtable)) return 0;
    const offset = this.#bytes.readUInt16LE(vtable + slot);
    return offset === 0 ? 0 : this.#at + offset;
  }
}
