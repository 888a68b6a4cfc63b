import { fail } from "../errors.ts";
import type { Dictionary, Table } from "../store/dictionary.ts";
import { knownNames, type Mapping, mapHeader } from "./layout-mapping.ts";
import { fold, type Layout, type LayoutTable } from "./layout-types.ts";

export { loadLayouts, parseLayout } from "./layout-file.ts";
export type { MappedColumn, Mapping } from "./layout-mapping.ts";
export type { Layout, LayoutCell, LayoutCheck, LayoutTable } from "./layout-types.ts";

export interface LayoutQuestion {
  /** Layout name; found from the header where absent. */
  layout?: string | undefined;
  /** Dictionary or official table name, or a source of a layout; found from the source's stem or the header where absent. */
  table?: string | undefined;
  /** File name or path, or another name of the source. */
  source: string;
  header: readonly string[];
}

interface Candidate {
  layout: Layout;
  /** Entries that read the same file. */
  entries: LayoutTable[];
}

/** Share of a header's names a layout must know to be taken unasked. */
const ENOUGH = 0.5;

/**
 * The tables a source goes to, with their columns: named by the question, else found by file stem and header.
 * Throws `layout.unknown`, `layout.ambiguous`, `layout.no_table`, or `layout.missing_columns` where required ones lack.
 */
export function resolveLayout(layouts: readonly Layout[], dictionary: Dictionary, question: LayoutQuestion): Mapping[] {
  const named = question.layout === undefined ? layouts : layouts.filter(({ name }) => name === fold(question.layout!));
  if (named.length === 0)
    throw fail("layout.unknown", {
      source: question.source,
      candidates: layouts.map(({ name }) => name).join(", "),
      got: `the name ${question.layout}`,
      variant: "name",
      layout: question.layout,
    });
  const possible = named.flatMap(candidatesOf);
  const asked = question.table === undefined ? possible : forTable(possible, dictionary, question.table);
  if (asked.length === 0) {
    const expected = [...new Set(possible.flatMap(({ entries }) => entries.flatMap(({ sources }) => sources)))].join(
      ", ",
    );
    const variant = question.layout === undefined ? { variant: "any_layout" } : {};
    throw fail("layout.no_table", { layout: question.layout ?? "any", table: question.table, expected, ...variant });
  }
  const stem = stemOf(question.source);
  const byStem = question.table === undefined ? longestStem(asked, stem) : asked;
  const { layout, entries } = choose(byStem.length > 0 ? byStem : asked, question);
  const mappings = entries.map((entry) => mapHeader(layout, entry, question.header, question.source));
  const known = knownNames(entries);
  for (const mapping of mappings) {
    mapping.unknown = mapping.unknown.filter((name) => !known.has(fold(name)));
    if (mapping.requiredMissing.length > 0) throw missing(mapping);
  }
  return mappings;
}

function candidatesOf(layout: Layout): Candidate[] {
  const groups = new Map<string, LayoutTable[]>();
  for (const entry of layout.tables) {
    const key = entry.sources.join(" ");
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()].map((entries) => ({ layout, entries }));
}

function forTable(candidates: readonly Candidate[], dictionary: Dictionary, name: string): Candidate[] {
  const table: Table | null = dictionary.byOfficial(name);
  const narrowed = candidates.map(({ layout, entries }) => ({
    layout,
    entries: table
      ? entries.filter((entry) => entry.table === table)
      : entries.filter((e) => e.sources.includes(fold(name))),
  }));
  return narrowed.filter(({ entries }) => entries.length > 0);
}

/** File name without folders and without what follows the first dot. */
function stemOf(source: string): string {
  return fold(source.split(/[/\\]/).at(-1)!.split(".")[0]!);
}

/** Candidates one of whose sources the stem is, or begins with (`setl_d_2024`): those with the longest such source. */
function longestStem(candidates: readonly Candidate[], stem: string): Candidate[] {
  const fits = (name: string) => stem === name || (stem.startsWith(name) && /^[^a-z0-9]/.test(stem.slice(name.length)));
  const length = ({ entries }: Candidate) =>
    Math.max(0, ...entries[0]!.sources.filter(fits).map((name) => name.length));
  const longest = Math.max(0, ...candidates.map(length));
  return longest === 0 ? [] : candidates.filter((candidate) => length(candidate) === longest);
}

/** The candidate whose required columns are all there and that knows most of the header. */
function choose(candidates: readonly Candidate[], question: LayoutQuestion): Candidate {
  if (candidates.length === 1 && (question.layout !== undefined || question.table !== undefined)) return candidates[0]!;
  const scored = candidates.map((candidate) => {
    const mappings = candidate.entries.map((e) => mapHeader(candidate.layout, e, question.header, question.source));
    const known = knownNames(candidate.entries);
    const names = question.header.filter((name) => known.has(fold(name))).length;
    const complete = mappings.every(({ requiredMissing }) => requiredMissing.length === 0);
    return { candidate, mappings, names, share: names / Math.max(1, question.header.length), complete };
  });
  scored.sort((a, b) => Number(b.complete) - Number(a.complete) || b.names - a.names);
  const [best, second] = scored;
  if (best && best.share >= ENOUGH) {
    // A layout that knows the header but lacks a column gives the better message: which one.
    if (!best.complete) throw missing(best.mappings.find(({ requiredMissing }) => requiredMissing.length > 0)!);
    if (second?.complete && second.names === best.names) {
      const list = [best, second].map(({ candidate }) => show(candidate)).join(", ");
      throw fail("layout.ambiguous", { source: question.source, candidates: list });
    }
    return best.candidate;
  }
  const near = scored.filter(({ names }) => names > 0).slice(0, 4);
  const nearest = near.map(({ candidate, names }) => `${show(candidate)} (${names}/${question.header.length})`);
  const all = [...new Set(candidates.map(({ layout }) => layout.name))];
  const got = question.header.slice(0, 8).join(",").slice(0, 200) || "no columns";
  throw unknown(question, (nearest.length > 0 ? nearest : all).join(", "), got);
}

function show({ layout, entries }: Candidate): string {
  return `${layout.name}/${entries.map(({ table }) => table.name).join("+")}`;
}

function unknown(question: LayoutQuestion, candidates: string, got: string) {
  return fail("layout.unknown", { source: question.source, candidates, got });
}

function missing(mapping: Mapping) {
  const names = mapping.requiredMissing.map((column) => {
    const cell = mapping.entry.cells.find(({ target }) => target === column);
    return `${cell?.from[0] ?? column.name} (${column.label.zh})`;
  });
  const { source, layout, table, unknown: strange } = mapping;
  const some = strange.slice(0, 8).join(", ").slice(0, 200);
  const got = some ? `also unknown names: ${some}` : "no unknown names";
  return fail("layout.missing_columns", {
    source,
    layout: layout.name,
    table: table.name,
    missing: names.join(", "),
    got,
    ...(some ? { variant: "unknown_names", names: some } : {}),
  });
}
