import type { Reader } from "../store/reader.ts";
import { raw, type Sql, sql } from "../store/sql.ts";

/** A version of a point, its content by column. */
export interface ListedPoint {
  point: string;
  itemCode: string | null;
  itemName: string | null;
  says: Record<string, string | string[] | null>;
  basis: string | null;
  source: string | null;
  batch: number | null;
  published: string | null;
  load: number;
  inForce: boolean;
  supersededBy: number | null;
}

export interface PointFilter {
  /** Part of a code or a name. */
  search?: string | undefined;
  /** Older versions too, each after the one in force. */
  history: boolean;
  offset: number;
  limit: number;
}

/** A page of a class's points in the order of their keys, and how many there are. */
export async function listPoints(
  reader: Reader,
  knowledge: string,
  { search, history, offset, limit }: PointFilter,
): Promise<{ total: number; points: ListedPoint[] }> {
  const sought = search
    ? sql`and (contains(lower(point), lower(${search})) or contains(lower(item_name), lower(${search})))`
    : raw("");
  const chosen: Sql = sql`knowledge = ${knowledge} ${raw(history ? "" : "and in_force")} ${sought}`;
  const { total } = await reader.one<{ total: number }>(
    sql`select count(*)::integer as total from knowledge_point where ${chosen}`,
  );
  const rows = await reader.rows<Omit<ListedPoint, "says"> & { content: string }>(sql`
    select point, item_code as "itemCode", item_name as "itemName", content, basis, source, published_batch as batch,
      cast(published_on as varchar) as published, load, in_force as "inForce", superseded_by as "supersededBy"
    from knowledge_point where ${chosen} order by point, in_force desc, load desc limit ${raw(String(limit))} offset ${raw(String(offset))}`);
  return {
    total,
    points: rows.map(({ content, ...row }) => ({ ...row, says: JSON.parse(content) as ListedPoint["says"] })),
  };
}
