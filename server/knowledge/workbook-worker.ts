import { parentPort, workerData } from "node:worker_threads";
import { parseWorkbook } from "./parse-workbook.ts";

parentPort!.postMessage(await parseWorkbook(workerData as Uint8Array));
