import { readFile } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { fail } from "../errors.ts";
import { checkArchive } from "./archive.ts";
import type { WorkbookAnswer } from "./parse-workbook.ts";
import { MOST_ROWS, type Sheet } from "./sheet.ts";

/** Of a packed workbook. */
const MOST_BYTES = 32 << 20;

/**
 * Reads every sheet of an XLSX workbook, in a thread of its own whose memory is limited: parsing one takes seconds, and others are served meanwhile.
 * @throws knowledge.workbook_broken, knowledge.workbook_locked, knowledge.too_large
 */
export async function readWorkbook(file: string, name: string): Promise<Sheet[]> {
  return sheetsOf(await readFile(file), name);
}

/** The same of bytes that are at hand. */
export async function sheetsOf(bytes: Buffer, name: string): Promise<Sheet[]> {
  if (bytes.length > MOST_BYTES) throw fail("knowledge.too_large", { file: name, limit: `${MOST_BYTES} bytes` });
  await checkArchive(bytes, name);
  const answer = await inThread(bytes, name);
  if ("broken" in answer) throw fail("knowledge.workbook_broken", { file: name, reason: answer.broken });
  if ("tooLarge" in answer) throw fail("knowledge.too_large", { file: name, limit: `${MOST_ROWS} rows` });
  return answer.sheets.map(({ name: sheet, rows }) => ({ file: name, sheet, rows }));
}

function inThread(bytes: Uint8Array, name: string): Promise<WorkbookAnswer> {
  const worker = new Worker(new URL("workbook-worker.ts", import.meta.url), {
    workerData: bytes,
    resourceLimits: { maxOldGenerationSizeMb: 2048 },
  });
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", (cause: Error & { code?: string }) =>
      reject(
        cause.code === "ERR_WORKER_OUT_OF_MEMORY"
          ? fail("knowledge.too_large", { file: name, limit: "2 GB of memory" }, cause)
          : cause,
      ),
    );
    worker.once("exit", () =>
      reject(fail("knowledge.workbook_broken", { file: name, reason: "nothing could be read" })),
    );
  });
}
