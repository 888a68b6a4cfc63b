import { readdirSync, readFileSync } from "node:fs";
import type { Static, TSchema } from "typebox";
import { Check, Errors } from "typebox/value";
import { parse } from "yaml";
import { fail } from "../errors.ts";
import { intervalOf } from "./published-intervals.ts";
import {
  type PublishedFigure,
  publishedFigure,
  type SeriesFile,
  type SourceFile,
  seriesFile,
  sourceFile,
} from "./published-schema.ts";

export type { PublishedFigure, SourceFile } from "./published-schema.ts";

const folder = new URL("../../datasets/published/", import.meta.url);

/** Every figure of datasets/published, validated, ids unique, in the order of the files. @throws published.invalid */
export function loadPublished(from: URL = folder): PublishedFigure[] {
  const figures = [
    ...loadSources(from).flatMap(ofSource),
    ...yamlFiles(from).flatMap((name) => ofSeries(read(new URL(name, from), name, seriesFile), name)),
  ];
  const seen = new Set<string>();
  for (const figure of figures) {
    if (seen.has(figure.id))
      throw invalid("datasets/published", figure.id, "a unique id", "a second figure with this id");
    seen.add(figure.id);
    for (const id of Object.values(figure.of ?? {})) {
      if (!figures.some((other) => other.id === id))
        throw invalid("datasets/published", figure.id, "components that exist", id);
    }
  }
  return figures;
}

/** The source texts' files as they are, for checks of their completeness. */
export function loadSources(from: URL = folder): SourceFile[] {
  const sources = new URL("sources/", from);
  return yamlFiles(sources).map((name) => read(new URL(name, sources), name, sourceFile));
}

/**
 * The figures of a population: `<care_scope>` or `<care_scope>.<care_group>`, as `cross_province.inpatient`; empty for all.
 */
export function ofPopulation(figures: readonly PublishedFigure[], population = ""): PublishedFigure[] {
  const [scope, group] = population.split(".");
  return figures.filter(
    (figure) => (!scope || figure.care_scope === scope) && (group === undefined || figure.care_group === group),
  );
}

function ofSource({ source, defaults, sentences }: SourceFile): PublishedFigure[] {
  const { id, title, url } = source;
  const figures = sentences.flatMap(({ text, numbers }) =>
    numbers.flatMap((number) => {
      if (!("id" in number)) return [];
      const entry = { ...defaults, ...number, value: number.value ?? number.n };
      const from = { id, title, ...(url === undefined ? {} : { url }), sentence: text };
      return [figureOf({ ...entry, id: `${id}.${number.id}` }, from, source.file)];
    }),
  );
  for (const number of sentences.flatMap((sentence) => sentence.numbers)) {
    if ("same_as" in number && !figures.some((figure) => figure.id === `${id}.${number.same_as}`)) {
      throw invalid(source.file, `same_as ${number.same_as}`, "the id of a figure of this file", "none");
    }
  }
  return figures;
}

function ofSeries({ sources, defaults, figures }: SeriesFile, file: string): PublishedFigure[] {
  return figures.map((figure) => {
    const source = sources[figure.source];
    if (!source) throw invalid(file, figure.id, "a source of this file", figure.source);
    const { confidence, ...about } = source;
    const entry = { confidence, ...defaults, ...figure };
    return figureOf(entry, { id: figure.source, ...about, sentence: figure.says ?? null }, file);
  });
}

type Entry = Omit<SeriesFile["figures"][number], "source" | "says">;

function figureOf(entry: Entry, source: PublishedFigure["source"], file: string): PublishedFigure {
  const { id, zh, en, value, year, as = "rounded" } = entry;
  const interval = intervalOf(value, as);
  const figure = {
    id,
    title: { zh, en },
    value,
    low: entry.low === undefined ? interval.low : entry.low,
    high: entry.high === undefined ? interval.high : entry.high,
    precision: as,
    unit: entry.unit,
    measure: entry.measure,
    from: entry.from === undefined ? (year ? `${year}-01` : null) : entry.from,
    to: entry.to ?? (year ? `${year}-12` : null),
    region: entry.region,
    care_scope: entry.scope ?? null,
    care_group: entry.group ?? null,
    route: entry.route ?? "direct",
    scheme: entry.scheme ?? null,
    source,
    confidence: entry.confidence,
    ...(entry.note === undefined ? {} : { note: entry.note }),
    ...(entry.of === undefined ? {} : { of: entry.of }),
  };
  return check(figure, publishedFigure, `${file}, figure ${id}`);
}

// NoInfer: else the compiler works backwards from what the result is assigned to, through every kind of schema: a third of its time.
function read<T extends TSchema>(url: URL, name: string, schema: T): NoInfer<Static<T>> {
  return check(parse(readFileSync(url, "utf8")), schema, name);
}

function check<T extends TSchema>(value: unknown, schema: T, file: string): NoInfer<Static<T>> {
  if (Check(schema, value)) return value as Static<T>;
  const [first] = Errors(schema, value);
  throw invalid(
    file,
    first?.instancePath ?? "/",
    (first?.message ?? "another shape").replace(/^must /, ""),
    "something else",
  );
}

function yamlFiles(from: URL): string[] {
  return readdirSync(from)
    .filter((name) => name.endsWith(".yaml"))
    .sort();
}

function invalid(file: string, where: string, expected: string, got: string) {
  return fail("published.invalid", { file, where, expected, got });
}
