/** Ways in which bytes get damaged on their way. */
export const mutationClasses = ["flip", "truncate", "delete", "duplicate", "insert", "splice"] as const;
export type MutationClass = (typeof mutationClasses)[number];

export interface Mutation {
  bytes: Buffer;
  /** Bytes of the original that are not as they were: `[start, end)`; for an insertion both are its place. */
  touched: readonly [start: number, end: number];
  /** What was put in its place. */
  put: Buffer;
}

/** Numbers in [0, 1) that follow from a seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Bytes that mean something to one of the formats. */
const telling = [
  '"',
  ",",
  ";",
  "\n",
  "\r",
  "\r\n",
  "\0",
  '""',
  '"\n',
  "{",
  "}",
  "\\",
  "\xff",
  "PAR1",
  "\x1f\x8b",
  "\xef\xbb\xbf",
];

/** Damages `original` once, in a way that follows from `next` alone. */
export function mutate(original: Buffer, kind: MutationClass, next: () => number): Mutation {
  const size = original.length;
  const place = () => Math.floor(next() * size);
  const span = (longest: number) => {
    const start = place();
    return [start, Math.min(size, start + 1 + Math.floor(next() * longest))] as const;
  };
  switch (kind) {
    case "flip": {
      const at = place();
      return replace(original, at, at + 1, Buffer.from([original[at]! ^ (1 + Math.floor(next() * 255))]));
    }
    case "truncate":
      return replace(original, place(), size, Buffer.alloc(0));
    case "delete":
      return replace(original, ...span(64), Buffer.alloc(0));
    case "duplicate": {
      const [start, end] = span(64);
      return replace(original, end, end, original.subarray(start, end));
    }
    case "insert": {
      const at = place();
      return replace(original, at, at, Buffer.from(telling[Math.floor(next() * telling.length)]!, "latin1"));
    }
    case "splice": {
      const [start, end] = span(64);
      const [from, to] = span(64);
      return replace(original, start, end, original.subarray(from, to));
    }
  }
}

function replace(original: Buffer, start: number, end: number, put: Buffer): Mutation {
  const bytes = Buffer.concat([original.subarray(0, start), put, original.subarray(end)]);
  return { bytes, touched: [start, end], put };
}
