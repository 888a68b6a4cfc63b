import type { Reader } from "../store/reader.ts";
import { sql } from "../store/sql.ts";

/** A row of a load that is no point, and why. */
export interface RefusedRow {
  file: string;
  sheet: string;
  line: number;
  column: string;
  expected: string;
  got: string;
}

/** A page of the refused rows of a load, in the order of its files, and how many there are. */
export async function listRefused(
  reader: Reader,
  load: number,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ total: number; rejects: RefusedRow[] }> {
  const { total } = await reader.one<{ total: number }>(
    sql`select count(*) as total from knowledge_reject where load = ${BigInt(load)}`,
  );
  const rejects = await reader.rows<RefusedRow>(sql`
    select file, sheet, line, column_name as "column", expected, got from knowledge_reject where load = ${BigInt(load)}
    order by file, sheet, line, column_name limit ${limit} offset ${offset}`);
  return { total, rejects };
}
