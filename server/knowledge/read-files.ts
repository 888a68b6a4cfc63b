import { open } from "node:fs/promises";
import { fail } from "../errors.ts";
import type { Gathering } from "./gather.ts";
import { knowledgeLayouts } from "./knowledge-layout.ts";
import { readCsv } from "./read-csv.ts";
import { type ReadSheet, readPoints } from "./read-points.ts";
import { readWorkbook } from "./read-workbook.ts";
import { looksLikeKnowledge, recognise } from "./recognise.ts";
import { MOST_ROWS, type Sheet } from "./sheet.ts";

/** A file to read, and whether it was found in a folder, where files of something else may lie too. */
export interface KnowledgeFile {
  path: string;
  name: string;
  inFolder: boolean;
}

export interface ReadFiles {
  gathering: Gathering;
  sheets: ReadSheet[];
  /** Files of folders that are of something else. */
  passedOver: string[];
}

/**
 * Reads files into points. What belongs together is recognised together: the sheets of a workbook, a CSV file and its `__codes`.
 * @throws knowledge.unknown_form and what else refuses a file as a whole
 */
export async function readFiles(
  files: readonly KnowledgeFile[],
  stage: string,
  layout: string | null,
): Promise<ReadFiles> {
  const layouts = knowledgeLayouts();
  const passedOver: string[] = [];
  const groups = new Map<string, Sheet[]>();
  let rows = 0;
  for (const { path, name, inFolder } of files) {
    const workbook = await isWorkbook(path);
    const sheets = workbook ? await readWorkbook(path, name) : [await readCsv(path, name, stage)];
    if (inFolder && !sheets.some((sheet) => looksLikeKnowledge(sheet, layouts))) {
      passedOver.push(name);
      continue;
    }
    rows += sheets.reduce((sum, sheet) => sum + sheet.rows.length, 0);
    if (rows > MOST_ROWS) throw fail("knowledge.too_large", { file: name, limit: `${MOST_ROWS} rows in a load` });
    const group = workbook ? name : name.replace(/(__codes)?\.[^.]*$/, "");
    groups.set(group, [...(groups.get(group) ?? []), ...sheets]);
  }
  const recognised = [...groups.values()].flatMap((sheets) => recognise(sheets, layouts, layout));
  return { ...readPoints(recognised), passedOver };
}

/** By its first bytes, whatever its name: a packed workbook, or one that a password protects. */
async function isWorkbook(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const head = Buffer.alloc(4);
    await file.read(head, 0, 4, 0);
    return head.equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0])) || head.subarray(0, 2).toString("latin1") === "PK";
  } finally {
    await file.close();
  }
}
