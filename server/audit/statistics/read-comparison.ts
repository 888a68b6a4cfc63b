import { raw, type Sql, sql } from "../../store/sql.ts";
import type { Overlaid, RuleContext } from "../compile/context.ts";
import { columnOf } from "../compile/keys.ts";
import { type Absent, applies, Side } from "../compile/side.ts";
import type { Expression } from "../expressions/expression.ts";
import { at, Refusal } from "../refusal.ts";
import type { RelationColumn } from "../relation.ts";
import { againstItself } from "./against-itself.ts";
import { againstOthers } from "./against-others.ts";
import { againstRest } from "./against-rest.ts";
import type { Comparison, Way } from "./comparison.ts";
import { EXACT, readMeasure } from "./measure.ts";
import { checkKeys, type PeersFile, reserved } from "./peers-file.ts";
import { periodOf } from "./period.ts";
import { Unit } from "./unit.ts";

const ways = { others: againstOthers, rest: againstRest, itself: againstItself } as const;

/** A comparison as a rule asks for it, read over its relation. */
export interface ReadComparison {
  way: Way;
  comparison: Comparison;
  rows: Side;
  /** The units, with what is looked up of them. */
  houses: Side;
  /** Columns by which a unit is told. */
  ofUnit: ReadonlyMap<string, RelationColumn["type"]>;
  overlaid(table: string): Overlaid;
  /** Reads an expression over a row and prints it. */
  ofRow(text: string, key: string, kind: "boolean" | "number"): Promise<Sql>;
  /** Why a row is no part of it, and why a unit cannot be told of. */
  absent: readonly Absent[];
  lacking: readonly Absent[];
  /** WITH … of `row`. */
  steps: Sql;
}

/** @throws Refusal below the key */
export async function readComparison(find: PeersFile, context: RuleContext): Promise<ReadComparison> {
  checkKeys(find);
  const way: Way = ways[find.against];
  const [ofUnits, ofRows] = await lookupsOf(find, context);
  const where = find.where === undefined ? {} : { where: find.where };
  const rows = await Side.read({ of: find.of, ...where, ...ofRows }, "", context);
  const houses = await Side.read({ of: find.of, ...ofUnits }, "", context);
  const [keys, among, mix] = (["per", "among", "mix"] as const).map((key) => columnsOf(find, key, rows)) as [
    RelationColumn[],
    RelationColumn[],
    RelationColumn[],
  ];
  const unit = new Unit(rows.relation, keys);
  if (unit.single && find.against !== "others")
    throw new Refusal("units of several rows", "the whole key of a row", ["per"]);
  const ofUnit = new Map([...keys, ...among].map(({ name, type }) => [name, type]));
  const overlaid = (table: string): Overlaid => ({ table, columns: ofUnit });
  const ofRow: ReadComparison["ofRow"] = async (text, key, kind) =>
    rows.print(await context.read(text, rows.columns(), key, kind));
  const least = new Map<string, Expression>();
  for (const [name, text] of Object.entries(find.least))
    least.set(name, await constant(text, context, ["least", name]));
  const window = find.window === undefined ? null : await constant(find.window, context, ["window"]);
  const absent = absencesOf(find, rows, [...keys, ...among, ...mix]);
  const judged =
    find.judged === undefined ? null : sql`coalesce(${await ofRow(find.judged, "judged", "boolean")}, false)`;
  const comparison: Comparison = {
    unit,
    measure: await at("measure", () => readMeasure(find.measure, rows, context)),
    period: { file: find.period, firstDay: await at("period", () => periodOf(find.period, rows)) },
    volume:
      find.volume === undefined
        ? raw("1")
        : sql`coalesce(cast(${await ofRow(find.volume, "volume", "number")} as ${EXACT}), 0)`,
    among: among.map(({ name }) => name),
    mix: mix.map(({ name }) => name),
    judged,
    from: rows.from(),
    where: sql`${rows.population()} and ${applies(absent)}`,
    least: (what, table) => context.print(least.get(what)!, () => table, overlaid(table)),
    window: window && context.print(window, () => "row", null),
    bearings: unit.bearings(rows, judged),
  };
  const lacking = houses.lookupAbsences();
  return { way, comparison, rows, houses, ofUnit, overlaid, ofRow, absent, lacking, steps: way.steps(comparison) };
}

function columnsOf(find: PeersFile, key: "per" | "among" | "mix", { relation }: Side): RelationColumn[] {
  return (find[key] ?? []).map((name, i) => {
    if (reserved.test(name)) throw new Refusal("a column that is not called as what the shape makes", name, [key, i]);
    return columnOf(relation, name, key, i);
  });
}

function absencesOf(find: PeersFile, rows: Side, needed: readonly RelationColumn[]): Absent[] {
  const { relation } = rows;
  const lacks = [
    ...rows.ownAbsences(find.per.includes("person_id") || rows.looksUpPersons),
    // Another row of the same relation may be missing: the stay before a first one is none.
    ...rows.lookupAbsences().filter(({ reason }) => !reason.startsWith(`${relation.name}.`)),
  ];
  const on = columnOf(relation, find.period.on, "period", "on");
  const open = [...new Set([...needed, on].map(({ name }) => name))].map((name) => ({
    reason: `${relation.name}.${name}`,
    condition: sql`${rows.column(name)} is null`,
  }));
  return [...lacks, ...open.filter(({ reason }) => lacks.every((other) => other.reason !== reason))];
}

type Lookups = { lookup?: NonNullable<PeersFile["lookup"]> };

/** What is looked up by what a unit is told by, shown with it; and what is looked up beside each row, to be measured. */
async function lookupsOf(find: PeersFile, context: RuleContext): Promise<[Lookups, Lookups]> {
  const all = find.lookup ?? [];
  const known = [...find.per, ...(find.among ?? [])];
  if (all.length > 0) await Side.read({ of: find.of, lookup: all }, "", context);
  const ofUnit = ({ same }: (typeof all)[number]) => same.every((key) => known.includes(key.split(" = ")[0]!));
  const some = (lookup: typeof all): Lookups => (lookup.length > 0 ? { lookup } : {});
  return [some(all.filter(ofUnit)), some(all.filter((lookup) => !ofUnit(lookup)))];
}

/** A limit is the same for all rows of a unit: a number or a parameter. */
async function constant(text: string, context: RuleContext, path: string[]): Promise<Expression> {
  const read = await context.read(text, new Map(), path, "number");
  if (read.is !== "constant" && read.is !== "parameter") throw new Refusal("a number or a parameter", text, path);
  return read;
}
