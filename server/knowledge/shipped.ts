import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { fail } from "../errors.ts";
import { knowledgeLayouts } from "./knowledge-layout.ts";
import { type Point, pointId } from "./point.ts";
import type { RejectedRow } from "./problem.ts";
import { readCsv } from "./read-csv.ts";
import { readPoints } from "./read-points.ts";
import { recognise } from "./recognise.ts";
import { countRows, type SheetCounts } from "./row-counts.ts";

const home = fileURLToPath(new URL("../../datasets/knowledge/", import.meta.url));
const pointsHome = path.join(home, "points");
const code = fileURLToPath(new URL("./", import.meta.url));

/** The files of points that come with the program. */
export const shippedFiles = (): string[] =>
  readdirSync(pointsHome)
    .filter((name) => name.endsWith(".csv"))
    .sort();

/** Hex SHA-256 over the classes, the points that come with the program, and the code that reads them. */
export function shippedFingerprint(): string {
  const hash = createHash("sha256");
  const folders = [path.join(home, "classes"), pointsHome, code];
  for (const folder of folders)
    for (const name of readdirSync(folder).sort())
      if (/\.(yaml|csv|ts|sql)$/.test(name) && !name.includes(".test."))
        hash.update(`\0${name}\0`).update(readFileSync(path.join(folder, name)));
  return hash.digest("hex");
}

/** Reads the points that come with the program. @throws knowledge.points_invalid naming the first row that is none */
export async function readShipped(stage: string): Promise<{ points: Point[]; sheets: SheetCounts[] }> {
  const layouts = knowledgeLayouts().filter(({ own }) => own);
  const scratch = path.join(stage, "shipped-knowledge");
  await mkdir(scratch, { recursive: true });
  try {
    const sheets = await Promise.all(shippedFiles().map((name) => readCsv(path.join(pointsHome, name), name, scratch)));
    const { gathering, sheets: read } = readPoints(sheets.flatMap((sheet) => recognise([sheet], layouts, null)));
    const [first] = gathering.rejected;
    if (first) throw fail("knowledge.points_invalid", { ...first });
    const fates = new Map(gathering.points.map((_, at) => [at, "accepted" as const]));
    return { points: gathering.points, sheets: countRows(read, fates) };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Writes points as lines of JSON, the form in which they are kept and taken in force. */
export async function writePoints(
  file: string,
  points: readonly Point[],
  keyOf: (knowledge: string) => readonly string[],
): Promise<void> {
  const lines = points.map((point) => {
    const names = keyOf(point.knowledge);
    const key = Object.fromEntries(names.map((name, i) => [name, point.key[i]!]));
    const { knowledge, itemName, basis, source, says } = point;
    const content = JSON.stringify({ ...key, ...says });
    const item_code = key.item_code ?? key.generic_code ?? null;
    return `${JSON.stringify({ knowledge, point: pointId(point), item_code, item_name: itemName, basis, source, content })}\n`;
  });
  await writeFile(file, lines.join(""), { mode: 0o600 });
}

export async function writeRejected(file: string, rejected: readonly RejectedRow[]): Promise<void> {
  await writeFile(file, rejected.map((row) => `${JSON.stringify(row)}\n`).join(""), { mode: 0o600 });
}
