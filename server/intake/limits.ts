/** Bounds that keep a hostile or broken file from taking the machine with it. */
export interface Limits {
  /** A record longer than this (bytes of UTF-8) is rejected. At most 2,000,000: DuckDB's own line buffer. */
  maxRecordBytes: number;
  /** A plain (decompressed, transcoded) file larger than this is refused. */
  maxBytes: number;
  /** A file with more structurally broken records than this is refused as a whole. */
  maxRejects: number;
  maxColumns: number;
}

export const defaultLimits: Limits = {
  maxRecordBytes: 1 << 20,
  maxBytes: 256 * 1024 ** 3,
  maxRejects: 200_000,
  maxColumns: 4096,
};
