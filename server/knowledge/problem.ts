/** Why a row is no point: the column as the sheet calls it, what should stand there, what does. */
export interface RowProblem {
  column: string;
  expected: string;
  got: string;
}

/** The same with where the row stands. */
export interface RejectedRow extends RowProblem {
  file: string;
  /** Empty for a CSV file. */
  sheet: string;
  line: number;
}

/** Thrown by what reads a cell; caught where its row is read. */
export class NoValue extends Error {
  readonly problem: RowProblem;

  constructor(column: string, expected: string, got: string) {
    super(`${column}: expected ${expected}, got ${got}`);
    this.problem = { column, expected, got: got.slice(0, 200) };
  }
}
