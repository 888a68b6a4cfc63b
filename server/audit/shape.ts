import { readdirSync } from "node:fs";
import type { TSchema } from "typebox";
import { Compile } from "typebox/compile";
import type { Label } from "../store/dictionary.ts";
import type { Sql } from "../store/sql.ts";
import type { RuleContext } from "./compile/context.ts";
import type { Partition } from "./compile/partition.ts";
import type { Scan } from "./compile/scan.ts";
import { Refusal } from "./refusal.ts";
import { refusalOf } from "./rule/rule-file.ts";

/** A way of finding: a file of `shapes/`. What stands under `find: <name>:` is its own to describe and to compile. */
export interface Shape {
  /** The file's name, and the key under `find`. */
  name: string;
  about: Label;
  /** The keys it takes. */
  schema: TSchema;
  /** @throws Refusal with the path below the shape's own key */
  compile(find: never, context: RuleContext): Promise<Compiled>;
}

/** A rule as queries: one that is fused with others over its relation, or one of its own. */
export type Compiled = Scan | OwnQuery;

/** A query of one rule. */
export interface OwnQuery {
  kind: "query";
  /** Gives the columns of `findingColumns`. */
  findings: Sql;
  counts: Counts;
  /** Both at once, where they come of the same steps: findings, and a row without a rule whose `values` are the counts as a JSON list. */
  once?: Sql | null;
  /** What an indicator is for every unit and period, found or not: gives `unitColumns`. */
  units?: Sql;
  /** How its rows fall into parts that can be run again alone; absent or null: it runs whole. */
  partition?: Partition | null;
}

/** One row of counts: what each column counts stands beside it. */
export interface Counts {
  statement: Sql;
  /** The same of each bucket of owners (`bucket`, `counts` as a list); absent or null where rows fall into no parts. */
  byBucket?: Sql | null;
  columns: Count[];
}

/** `reason` of not_applicable: what is missing (`stay.end_date`), or `person` where nobody can say who it was. */
export interface Count {
  rule: string;
  counts: "looked_at" | "not_applicable";
  reason: string | null;
}

const folder = new URL("shapes/", import.meta.url);
let loaded: Promise<ReadonlyMap<string, Shape>> | undefined;

/** Every shape of `shapes/`. A file is a shape; there is no list. */
export function shapes(): Promise<ReadonlyMap<string, Shape>> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<ReadonlyMap<string, Shape>> {
  const found = new Map<string, Shape>();
  for (const file of readdirSync(folder).sort()) {
    if (!/^[a-z_]+\.ts$/.test(file)) continue;
    const { default: shape } = (await import(new URL(file, folder).href)) as { default: Shape };
    if (`${shape.name}.ts` !== file)
      throw new TypeError(`${file} defines "${shape.name}"; file name and name must agree`);
    found.set(shape.name, shape);
  }
  return found;
}

/** What a shape was given, as its schema has it. @throws Refusal naming the key below the shape */
export function checkedFind(shape: Shape, find: unknown): never {
  const check = Compile(shape.schema);
  if (check.Check(find)) return find as never;
  const errors = check.Errors(find);
  if (errors.length === 0) throw new Refusal(`the keys of ${shape.name}`, "another form");
  throw refusalOf(
    errors.reduce((a, b) => (b.instancePath.split("/").length > a.instancePath.split("/").length ? b : a)),
  );
}
