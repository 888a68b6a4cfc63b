import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { fail } from "../errors.ts";
import { checkPath } from "../intake/spool.ts";
import type { RejectedRow } from "../knowledge/problem.ts";
import { type KnowledgeFile, readFiles } from "../knowledge/read-files.ts";
import { countRows, type Fate, fatesOf, type Issue, type SheetCounts } from "../knowledge/row-counts.ts";
import { writePoints, writeRejected } from "../knowledge/shipped.ts";
import { catchUp } from "./after-load.ts";
import { auditIfDue } from "./audit-house.ts";
import type { StoreContext } from "./command.ts";
import type { House } from "./house.ts";
import { KNOWLEDGE_LOADED, keyOf, type LoadedKnowledge } from "./knowledge-loads.ts";

/** Refused rows that an answer names; all of them stand in the table. */
const SHOWN = 20;

export interface LoadKnowledgeAnswer {
  action: "load";
  /** Number of the load; null where nothing was taken in. */
  load: number | null;
  read: number;
  accepted: number;
  duplicate: number;
  replaced: number;
  rejected: number;
  /** Points that stand in the files, and those of them that are older than what is in force and supersede nothing. */
  points: number;
  outdated: number;
  files: SheetCounts[];
  passedOver: string[];
  rejects: RejectedRow[];
}

export interface LoadKnowledgeOptions extends Issue {
  layout: string | null;
}

/**
 * Takes published points in: read whole, then kept, written to the journal, put in force with what follows from it. Whatever refuses a file leaves
 * everything as it was.
 * @throws knowledge.unknown_form and whatever else refuses a file as a whole
 */
export async function loadKnowledge(
  context: StoreContext,
  paths: readonly string[],
  { batch, published, layout }: LoadKnowledgeOptions,
): Promise<LoadKnowledgeAnswer> {
  const { house, principal, progress } = context;
  const files = await findKnowledge(paths);
  const folder = path.join(house.folder.stage, `knowledge-${randomUUID()}`);
  await mkdir(folder, { recursive: true });
  try {
    progress({ phase: "receive", subject: files.map(({ name }) => name).join(", "), done: 0, total: files.length });
    const { gathering, sheets, passedOver } = await readFiles(files, folder, layout);
    const standing = gathering.standing();
    const points = standing.map(({ point }) => point);
    const issue = { batch, published };
    const { database, knowledge, rawBatches } = house;
    await database.bulk((connection) => knowledge.putInForce(connection, rawBatches, house.folder.stage));
    const told = await database.bulk((connection) => fatesOf(connection, points, issue));
    const fates = new Map(standing.map(({ at }, i): [number, Fate] => [at, told[i]!.fate]));
    const counts = countRows(sheets, fates);
    const { rejected } = gathering;
    const answer = {
      action: "load" as const,
      ...totals(counts),
      ...{ points: points.length, outdated: told.filter(({ outdated }) => outdated).length },
      ...{ files: counts, passedOver, rejects: rejected.slice(0, SHOWN) },
    };
    if (points.length === 0 && rejected.length === 0) return { ...answer, load: null };
    const pointsFile = path.join(folder, "points.ndjson");
    const rejectedFile = path.join(folder, "rejected.ndjson");
    await writePoints(pointsFile, points, keyOf);
    await writeRejected(rejectedFile, rejected);
    const taken = files.filter(({ name }) => !passedOver.includes(name));
    const entry = await house.journal.append(principal.id, KNOWLEDGE_LOADED, {
      ...issue,
      files: await Promise.all(taken.map(async (file) => ({ name: file.name, sha256: await kept(house, file.path) }))),
      sheets: counts,
      points: { count: points.length, sha256: await kept(house, pointsFile) },
      rejected: rejected.length > 0 ? { count: rejected.length, sha256: await kept(house, rejectedFile) } : null,
    } satisfies LoadedKnowledge);
    house.knowledge.onEntry(entry);
    await followKnowledge(context);
    return { ...answer, load: house.knowledge.last };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function followKnowledge(context: StoreContext): Promise<void> {
  const { database, knowledge, rawBatches, folder } = context.house;
  await database.bulk((connection) => knowledge.putInForce(connection, rawBatches, folder.stage));
  context.progress({ phase: "figures", done: 1, total: 1 });
  await catchUp(database);
  await auditIfDue(context);
}

/** Keeps a file's bytes as those of batches are kept; gives their SHA-256. */
async function kept({ rawBatches }: House, file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  const sha256 = hash.digest("hex");
  await rawBatches.keep(file, sha256);
  return sha256;
}

/** The workbooks and CSV files among paths. @throws intake.path, load.no_terms where a folder has none */
async function findKnowledge(paths: readonly string[]): Promise<KnowledgeFile[]> {
  const found: KnowledgeFile[] = [];
  for (const given of paths) {
    const folder = (await stat(given).catch(() => null))?.isDirectory() === true;
    await checkPath(given, folder ? "folder" : "file");
    if (!folder) {
      found.push({ path: given, name: path.basename(given), inFolder: false });
      continue;
    }
    const names = (await readdir(given)).filter((name) => /\.(csv|xlsx)$/i.test(name) && !name.startsWith(".")).sort();
    for (const name of names) found.push({ path: path.join(given, name), name, inFolder: true });
  }
  if (found.length === 0) throw fail("load.no_terms", { paths: paths.join(", "), extension: ".csv or .xlsx" });
  return found;
}

function totals(counts: readonly SheetCounts[]) {
  const sum = (name: "read" | "accepted" | "duplicate" | "replaced" | "rejected") =>
    counts.reduce((total, each) => total + each[name], 0);
  return {
    ...{ read: sum("read"), accepted: sum("accepted"), duplicate: sum("duplicate") },
    ...{ replaced: sum("replaced"), rejected: sum("rejected") },
  };
}
