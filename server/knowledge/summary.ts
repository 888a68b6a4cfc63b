import type { Label } from "../store/dictionary.ts";
import type { Reader } from "../store/reader.ts";
import { sql } from "../store/sql.ts";
import { type KnowledgeClass, knowledgeClasses } from "./knowledge-class.ts";
import type { SheetCounts } from "./row-counts.ts";
import { wordsOf } from "./words.ts";

export interface ListedClass {
  name: string;
  title: Label;
  official: readonly string[];
  key: readonly string[];
  /** `words`: what its values stand for, where they are words or codes. */
  columns: {
    name: string;
    zh: string;
    en: string;
    unit: string | null;
    type: string;
    words: Record<string, Label> | null;
  }[];
  confidence: KnowledgeClass["confidence"];
  watched: boolean;
  note: Label | null;
  /** Points in force; those of them that come with the program; older versions that were superseded. */
  points: number;
  shipped: number;
  superseded: number;
  /** Day of publication of the latest points in force. */
  latest: string | null;
}

export interface ListedBatch {
  load: number;
  batch: number | null;
  published: string | null;
  at: string | null;
  by: string | null;
  files: string[];
  sheets: SheetCounts[];
  read: number;
  accepted: number;
  duplicate: number;
  replaced: number;
  rejected: number;
  points: number;
  /** Points of this load that are in force, and that later ones superseded. */
  inForce: number;
  superseded: number;
}

export interface KnowledgeSummary {
  classes: ListedClass[];
  batches: ListedBatch[];
}

/** Every class with its points, and every load, the last first. */
export async function summariseKnowledge(reader: Reader): Promise<KnowledgeSummary> {
  return { classes: await listClasses(reader), batches: await listBatches(reader) };
}

export async function listClasses(reader: Reader): Promise<ListedClass[]> {
  const rows = await reader.rows<{
    knowledge: string;
    points: number;
    shipped: number;
    superseded: number;
    latest: string | null;
  }>(sql`
    select knowledge, count(*) filter (in_force)::integer as points, count(*) filter (in_force and load = 0)::integer as shipped,
      count(*) filter (not in_force)::integer as superseded, cast(max(published_on) filter (in_force) as varchar) as latest
    from knowledge_point group by knowledge`);
  const none = { points: 0, shipped: 0, superseded: 0, latest: null };
  return knowledgeClasses().map((each) => {
    const { knowledge: _, ...counts } = rows.find(({ knowledge }) => knowledge === each.name) ?? {
      knowledge: each.name,
      ...none,
    };
    const { name, title, official, key, confidence, watched, note } = each;
    const columns = each.columns.map((column) => {
      const { name, label, unit, type } = column;
      return { name, ...label, unit, type, words: wordsOf(column) };
    });
    return { name, title, official, key, columns, confidence, watched, note, ...counts };
  });
}

export async function listBatches(reader: Reader): Promise<ListedBatch[]> {
  const rows = await reader.rows<Omit<ListedBatch, "sheets"> & { sheets: string }>(sql`
    select load, published_batch as batch, cast(published_on as varchar) as published, strftime(loaded_at, '%Y-%m-%dT%H:%M:%S') as at, loaded_by as by,
      files, sheets, rows_read as "read", rows_accepted as accepted, rows_duplicate as duplicate, rows_replaced as replaced, rows_rejected as rejected,
      points, coalesce(standing, 0)::integer as "inForce", coalesce(gone, 0)::integer as superseded
    from knowledge_load left join (
      select load, count(*) filter (in_force) as standing, count(*) filter (not in_force) as gone from knowledge_point group by load
    ) using (load) order by load desc`);
  return rows.map((row) => ({ ...row, sheets: JSON.parse(row.sheets) as SheetCounts[] }));
}
