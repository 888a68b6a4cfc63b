import type { Label } from "../store/dictionary.ts";
import type { Sql } from "../store/sql.ts";
import { definitionsIn } from "./measure.ts";

/** One column of the answer. */
export interface DimensionColumn {
  /** Name in the answer. */
  name: string;
  /** Column of claims and cubes it comes from. `month` stands for that of the period basis asked for. */
  from: string;
  /** What is grouped by, where it is coarser than the column. */
  key?: (column: Sql) => Sql;
  /** The value in the answer, where it is not the key itself: written once a row of the answer, not once a cell. */
  as?: (key: Sql) => Sql;
}

export interface Dimension {
  id: string;
  label: Label;
  columns: readonly DimensionColumn[];
  /** Columns a filter value is compared with: any of them may hold it. Absent: no filter by this dimension. */
  filter?: readonly string[];
}

let loaded: Promise<ReadonlyMap<string, Dimension>> | undefined;

/** Every dimension of `dimensions/`, by id. A file is a dimension; there is no list. */
export function dimensions(): Promise<ReadonlyMap<string, Dimension>> {
  loaded ??= definitionsIn<Dimension>(new URL("dimensions/", import.meta.url));
  return loaded;
}
