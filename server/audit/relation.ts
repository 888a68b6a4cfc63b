import type { Label } from "../store/dictionary.ts";
import type { Sql } from "../store/sql.ts";
import type { ChangedValues } from "./changes/changed.ts";
import type { ValueType } from "./expressions/value-type.ts";

/** What a file of `relations/` says of a relation that rules may name; the rest is read from the database and the dictionary. */
export interface RelationFile {
  /** The file's name. */
  name: string;
  title: Label;
  /** What one row is. */
  grain: Label;
  key: readonly string[];
  /** Dictionary tables whose columns mean the same here under the same name, the first that has one counts. */
  speaks: readonly string[];
  /** Other relations whose own columns mean the same here. */
  like?: readonly string[];
  /** Columns the relation makes itself; `unit: "yuan"` makes a number money. */
  own: Readonly<Record<string, Meaning>>;
  /** Columns that name a row even after its correction: what a finding is about. The key where absent. */
  subject?: Subject;
  /** The day a row happened. */
  day?: string;
  /** The stored table a row is of, and the column that holds the batch which brought the row. */
  source?: RowSource;
  /** Lists persons or institutions as the records have them; rules look things up in it, and start nowhere. */
  register?: () => Sql;
  /** Tables of the database that a register reads and that not every house has: without them it is not there. */
  reads?: readonly string[];
  /** Its rows are fee lines, told by the key of `line`: findings name them, and they can be implicated. */
  ofLines?: boolean;
  /** By which columns it tells what changed since the last audit. Rules over a relation that tells nothing run whole. */
  changed?: ChangedValues;
  /** How some of its rows are read without the others, where a condition would be asked of all that is joined. */
  narrowed?: Narrowed;
}

/** `rows`: FROM of the rows for which a condition over `columns`, written without a table, holds. */
export interface Narrowed {
  columns: readonly string[];
  rows(condition: Sql): Sql;
}

/**
 * `codes`: the code table of a text. `from`: the columns of stored tables any of which brings it, `settlement.begin_date`; a fact that is always
 * there has none.
 */
export interface Meaning extends Label {
  unit?: string;
  codes?: string;
  from?: readonly string[];
}

export interface RowSource {
  table: string;
  batch: string;
}

/** `through`: columns of the row's claim, joined by claim_id, stand before its own. */
export interface Subject {
  through?: readonly string[];
  columns: readonly string[];
}

export interface RelationColumn {
  name: string;
  label: Label;
  unit: string | null;
  type: ValueType;
  /** Type in the database. */
  sqlType: string;
  /** `settlement.end_date`: the columns of stored tables any of which brings it; empty where the relation makes it of what is always there. */
  supplied: readonly string[];
}

/** A relation as rules may use it. */
export interface Relation {
  /** `stay`, `current.filing`. */
  name: string;
  title: Label;
  grain: Label;
  key: readonly string[];
  subject: Subject;
  day: string | null;
  source: RowSource | null;
  /** Its rows in FROM: a name, or a sub-query in brackets. */
  rows: Sql;
  /** Makes the view that `rows` names, where the relation is a register: rules look things up in it and do not start from it. */
  register: Sql | null;
  /** Its rows are fee lines. */
  ofLines: boolean;
  changed: ChangedValues;
  narrowed: Narrowed | null;
  columns: ReadonlyMap<string, RelationColumn>;
  /** All columns of the database, usable or not, with their types. */
  stored: ReadonlyMap<string, string>;
}

export type Relations = ReadonlyMap<string, Relation>;

/** What a rule speaks about, and by which column a row leads there; a line is only its own. */
const paths = {
  settlement: "claim_id",
  person: "person_id",
  institution: "institution_code",
} as const;

/** The columns by which a row of the relation leads to a unit of rules; null where it does not lead there. */
export function pathTo(relation: Relation, unit: string): readonly string[] | null {
  if (unit === "line") return relation.ofLines ? relation.key : null;
  if (unit === "pair" || unit === "group") return relation.subject.columns;
  const column = paths[unit as keyof typeof paths];
  return column !== undefined && relation.columns.has(column) ? [column] : null;
}

/** Types by name, as a scope of expressions wants them. */
export function typesOf({ columns }: Relation): Map<string, ValueType> {
  return new Map([...columns.values()].map(({ name, type }) => [name, type]));
}
