import { randomBytes } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fail } from "../errors.ts";
import { writeDurably } from "../journal/journal.ts";

/** Who holds the data folder. `port` is set once a server answers there; `token` lets a command of the same user in. */
export interface LockHolder {
  pid: number;
  started: string;
  what: string;
  token: string;
  host?: string;
  port?: number;
}

/** The lock file `server.lock` (mode 0600): one process per data folder, and the address a command finds it at. */
export class DataLock {
  readonly file: string;
  holder: LockHolder;
  readonly #release: () => void;

  private constructor(file: string, holder: LockHolder) {
    this.file = file;
    this.holder = holder;
    this.#release = () => rmSync(file, { force: true });
    process.once("exit", this.#release);
  }

  /** @throws store.busy when a living process holds the folder */
  static async acquire(folder: string, what: string): Promise<DataLock> {
    const file = path.join(folder, "server.lock");
    const holder: LockHolder = {
      pid: process.pid,
      started: processStart(process.pid) ?? "",
      what,
      token: randomBytes(24).toString("base64url"),
    };
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        await createWhole(file, JSON.stringify(holder));
        return new DataLock(file, holder);
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
        const other = await readLock(folder);
        if (other) throw fail("store.busy", { folder, pid: other.pid, what: other.what });
        await rm(file, { force: true });
      }
    }
    throw fail("store.busy", { folder, pid: 0, what: "unknown" });
  }

  /** Writes down where the server answers. */
  async publish(host: string, port: number): Promise<void> {
    this.holder = { ...this.holder, host, port };
    await writeDurably(this.file, JSON.stringify(this.holder));
  }

  release(): void {
    process.off("exit", this.#release);
    this.#release();
  }
}

/** Creates a file together with its content: one that reads a lock never sees it empty. @throws EEXIST */
async function createWhole(file: string, content: string): Promise<void> {
  const own = `${file}.${randomBytes(6).toString("hex")}.new`;
  await writeFile(own, content, { mode: 0o600 });
  try {
    await link(own, file);
  } finally {
    await rm(own, { force: true });
  }
}

/** The living holder of `folder`, or undefined. A lock left by a dead process, or half-written by one, does not count. */
export async function readLock(folder: string): Promise<LockHolder | undefined> {
  try {
    const holder = JSON.parse(await readFile(path.join(folder, "server.lock"), "utf8")) as LockHolder;
    return isAlive(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(holder: LockHolder): boolean {
  if (!(holder.pid > 0)) return false; // 0 and below stand for groups of processes
  try {
    process.kill(holder.pid, 0);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return holder.started === "" || (processStart(holder.pid) ?? holder.started) === holder.started;
}

/** Start time of a process in clock ticks (Linux), so that a re-used process id is not taken for the old process. */
function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
