import type { DuckDBConnection } from "@duckdb/node-api";
import { Reader, UNLIMITED } from "../store/reader.ts";
import { sql } from "../store/sql.ts";
import { contentOf, type Point, pointId } from "./point.ts";
import type { ReadSheet } from "./read-points.ts";

/** What became of the rows of a sheet: read = accepted + duplicate + replaced + rejected; totals and notes are dropped beside. */
export interface SheetCounts {
  file: string;
  sheet: string;
  layout: string;
  knowledge: string;
  read: number;
  accepted: number;
  duplicate: number;
  replaced: number;
  rejected: number;
  dropped: number;
}

export type Fate = "accepted" | "duplicate" | "replaced";

/** When the points of a load were published. */
export interface Issue {
  batch: number | null;
  /** ISO day. */
  published: string | null;
}

interface InForce extends Issue {
  knowledge: string;
  point: string;
  content: string;
  basis: string | null;
  load: number;
}

/**
 * What becomes of points beside those in force: new or older than what is (accepted), the same (duplicate), or in the place of another (replaced).
 * `outdated`: older than what is in force, so that it supersedes nothing.
 */
export async function fatesOf(
  connection: DuckDBConnection,
  points: readonly Point[],
  issue: Issue,
): Promise<{ fate: Fate; outdated: boolean }[]> {
  const classes = [...new Set(points.map(({ knowledge }) => knowledge))];
  const rows = await new Reader(connection, UNLIMITED).rows<InForce>(sql`
    select knowledge, point, content, basis, load, published_batch as batch, cast(published_on as varchar) as published from knowledge_point
    where in_force and list_contains(from_json(${JSON.stringify(classes)}, '["VARCHAR"]'), knowledge)`);
  const standing = new Map(rows.map((row) => [`${row.knowledge} ${row.point}`, row]));
  return points.map((point) => {
    const old = standing.get(`${point.knowledge} ${pointId(point)}`);
    if (!old) return { fate: "accepted", outdated: false };
    const says = Object.fromEntries(
      Object.entries(JSON.parse(old.content) as Point["says"]).filter(([name]) => name in point.says),
    );
    const outdated = old.load > 0 && !isLater(issue, old);
    if (contentOf({ says, basis: old.basis }) === contentOf(point)) return { fate: "duplicate", outdated };
    return { fate: outdated ? "accepted" : "replaced", outdated };
  });
}

/** Whether points of an issue supersede those of an earlier load: by day, an undated one being older; by number; and the later load of equal ones. */
function isLater(issue: Issue, old: Issue): boolean {
  const [day, number] = [issue.published ?? "", issue.batch ?? -1];
  const [oldDay, oldNumber] = [old.published ?? "", old.batch ?? -1];
  return day !== oldDay ? day > oldDay : number >= oldNumber;
}

/** Counts rows by what became of their points; a limit that joins many codes counts by the most telling of them. */
export function countRows(sheets: readonly ReadSheet[], fates: ReadonlyMap<number, Fate>): SheetCounts[] {
  return sheets.map(({ rows, dropped, file, sheet, layout, knowledge }) => {
    const counts = { read: rows.length, accepted: 0, duplicate: 0, replaced: 0, rejected: 0 };
    for (const row of rows) {
      const told = row.fate === "point" ? row.points.map((at) => fates.get(at)) : [];
      const fate = (["accepted", "replaced", "duplicate"] as const).find((each) => told.includes(each));
      counts[row.fate === "point" ? fate! : row.fate] += 1;
    }
    return { file, sheet, layout, knowledge, ...counts, dropped };
  });
}
