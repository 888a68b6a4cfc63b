import type { KnowledgeClass } from "./knowledge-class.ts";
import { contentOf, type Point, pointId } from "./point.ts";
import type { RejectedRow, RowProblem } from "./problem.ts";
import type { Values } from "./sheet-reading.ts";

/** A row that was read, and the points it is of: several where a limit joins many codes, none where it is refused or says what another row said. */
export interface GatheredRow {
  file: string;
  sheet: string;
  line: number;
  points: number[];
  fate: "point" | "duplicate" | "rejected";
}

/** The points of a load, each key once; rows that contradict each other refused. */
export class Gathering {
  readonly points: Point[] = [];
  readonly rejected: RejectedRow[] = [];
  readonly #rowsOf: GatheredRow[][] = [];
  readonly #places = new Map<string, number>();
  readonly #contradicted = new Set<number>();

  /** Notes that a row is no point. */
  reject(row: GatheredRow, problem: RowProblem): void {
    row.fate = "rejected";
    row.points = [];
    const { file, sheet, line } = row;
    this.rejected.push({ file, sheet, line, ...problem });
  }

  /** Takes what rows say together as a point: one row, or a limit and a code. `limit` may stand for many points. */
  add(of: KnowledgeClass, values: Values, row: GatheredRow, limit?: GatheredRow): void {
    const point = pointOf(of, values);
    const id = `${point.knowledge} ${pointId(point)}`;
    const known = this.#places.get(id);
    if (known === undefined) {
      this.#places.set(id, this.points.length);
      this.#rowsOf.push([]);
      this.#take(this.points.push(point) - 1, row, limit);
      return;
    }
    const before = this.points[known]!;
    if (this.#gathered(of, before, point)) this.#take(known, row, limit);
    else if (sameSaid(before, point)) {
      row.fate = "duplicate";
      this.#rowsOf[known]!.push(row);
    } else {
      this.#contradicted.add(known);
      this.#take(known, row, limit);
    }
  }

  /** Refuses the rows of points that were said twice and differently. Call it after the last row. */
  close(): void {
    for (const at of this.#contradicted) {
      const rows = this.#rowsOf[at]!;
      const places = rows.map(({ file, line }) => `${file} line ${line}`).join(", ");
      const { knowledge, key } = this.points[at]!;
      for (const row of rows)
        this.reject(row, {
          column: key.join(" × "),
          expected: `one point of ${knowledge}`,
          got: `different ones in ${places}`.slice(0, 200),
        });
    }
  }

  /** Points that stand. */
  standing(): { at: number; point: Point }[] {
    return this.points.flatMap((point, at) => (this.#contradicted.has(at) ? [] : [{ at, point }]));
  }

  #take(at: number, row: GatheredRow, limit: GatheredRow | undefined): void {
    row.points.push(at);
    this.#rowsOf[at]!.push(row);
    limit?.points.push(at);
  }

  /** Adds the entries of a list that gathers; whatever else they say must be the same. */
  #gathered({ columns }: KnowledgeClass, before: Point, point: Point): boolean {
    const lists = columns.filter(({ gathers }) => gathers).map(({ name }) => name);
    const rest = ({ says, basis }: Point) =>
      contentOf({ says: Object.fromEntries(Object.entries(says).filter(([name]) => !lists.includes(name))), basis });
    if (lists.length === 0 || rest(before) !== rest(point) || sameSaid(before, point)) return false;
    for (const name of lists)
      before.says[name] = [
        ...new Set([...((before.says[name] as string[]) ?? []), ...((point.says[name] as string[]) ?? [])]),
      ].sort();
    return true;
  }
}

const sameSaid = (one: Point, two: Point) => contentOf({ ...one, basis: null }) === contentOf({ ...two, basis: null });

function pointOf(of: KnowledgeClass, values: Values): Point {
  const { item_name, basis, source, ...rest } = values;
  const text = (value: Values[string] | undefined) => (typeof value === "string" ? value : null);
  return {
    knowledge: of.name,
    key: of.key.map((name) => String(rest[name])),
    says: Object.fromEntries(
      of.columns.filter(({ name }) => !of.key.includes(name)).map(({ name }) => [name, rest[name] ?? null]),
    ),
    itemName: text(item_name),
    basis: text(basis),
    source: text(source),
  };
}
