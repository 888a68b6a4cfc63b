import type { Label } from "../store/dictionary.ts";
import type { Sql } from "../store/sql.ts";
import { definitionsIn } from "./measure.ts";

/** One column of the answer. */
export interface DimensionColumn {
  /** Name in the answer. */
  name: string;
  /** Column of claims and cubes it comes from. `month` stands for that of the period basis asked for. */
  from: string;
  /** The value where it is not the column itself. */
  as?: (column: Sql) => Sql;
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
