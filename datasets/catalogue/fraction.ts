/** [0, 1) from a text's FNV-1a hash, mixed once more so that neighbouring codes differ: a draw that is the same on every machine. */
export function fraction(text: string): number {
  let hash = 2166136261;
  for (const unit of Buffer.from(text)) hash = Math.imul(hash ^ unit, 16777619);
  hash = Math.imul(hash ^ (hash >>> 16), 2246822507);
  hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296;
}
