/**
 * The table a file belongs to by its name: `2021-11_setl_d.csv.gz` → `setl_d`. The longest known name that stands in the stem as whole
 * words wins; words are parted by anything but letters and digits. Undefined where none does or two of the same length do.
 */
export function stemOf(fileName: string, knownNames: Iterable<string>): string | undefined {
  const stem = (fileName.split(/[\\/]/).at(-1) ?? "").replace(
    /(\.(csv|tsv|txt|ndjson|jsonl|json|parquet|arrows?|ipc|feather|gz))+$/i,
    "",
  );
  const haystack = words(stem);
  let found: string[] = [];
  let length = 0;
  for (const name of knownNames) {
    const needle = words(name);
    if (needle.length < length || !haystack.includes(needle)) continue;
    if (needle.length > length) found = [];
    length = needle.length;
    found.push(name);
  }
  return found.length === 1 ? found[0] : undefined;
}

const words = (text: string) =>
  `_${text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join("_")}_`;
