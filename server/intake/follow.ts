import { watch } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface FoundFile {
  path: string;
  name: string;
  size: number;
  mtimeMs: number;
}

export interface FollowOptions {
  /** Called with one file at a time; the next waits for it. A failure goes to `onError`, the file is not tried again until it changes. */
  onFile: (file: FoundFile) => Promise<void>;
  onError?: (error: unknown, path: string) => void;
  signal: AbortSignal;
  /** How long size and time must stand still before a file counts as written to its end. */
  settleMs?: number;
  /** How often to look, at least; the system's notices only make it sooner. */
  pollMs?: number;
  clock?: Clock;
}

/** Time and waiting, replaceable in tests. */
export interface Clock {
  now(): number;
  /** Resolves after this time, or sooner when the signal fires; never rejects. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

const shortestPauseMs = 50;

/** Names that programs use for what is not finished, and hidden files. */
const unfinished = /^[.~]|\.(tmp|temp|part|partial|crdownload|swp|filepart|writing)$|~$/i;

const systemClock: Clock = {
  now: () => Date.now(),
  wait: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
};

interface Seen {
  /** Size and time when last looked at. */
  state: string;
  since: number;
  reported: boolean;
}

/**
 * Follows the regular files of a folder (not links, not those of folders inside) until `signal` fires: each is reported once per content, that is
 * per name, size and time of change, when it has stopped growing. A folder that is missing for a while is waited for.
 */
export async function follow(folder: string, options: FollowOptions): Promise<void> {
  const { onFile, signal, settleMs = 2000, pollMs = 1000, clock = systemClock } = options;
  const onError = options.onError ?? (() => undefined);
  const seen = new Map<string, Seen>();
  let wake = new AbortController();
  const stopWatching = watchFolder(folder, () => wake.abort());
  try {
    while (!signal.aborted) {
      wake = new AbortController();
      for (const file of await settled(folder, seen, clock.now(), settleMs, onError)) {
        if (signal.aborted) return;
        await onFile(file).catch((error: unknown) => onError(error, file.path));
      }
      const idle = [...seen.values()].every(({ reported }) => reported);
      // Notices come in storms while a file is written.
      await clock.wait(shortestPauseMs, signal);
      if (idle) await clock.wait(pollMs, AbortSignal.any([signal, wake.signal]));
      else await clock.wait(Math.min(pollMs, settleMs / 4), signal);
    }
  } finally {
    stopWatching();
  }
}

async function settled(
  folder: string,
  seen: Map<string, Seen>,
  now: number,
  settleMs: number,
  onError: (error: unknown, path: string) => void,
): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  const names = await readdir(folder).catch((error: unknown) => {
    onError(error, folder);
    return null;
  });
  if (names === null) return [];
  for (const gone of [...seen.keys()].filter((name) => !names.includes(name))) seen.delete(gone);
  for (const name of names.sort()) {
    if (unfinished.test(name)) continue;
    const path = join(folder, name);
    const status = await lstat(path).catch(() => undefined);
    if (!status?.isFile()) continue;
    const { size, mtimeMs, ino } = status;
    const state = `${size} ${mtimeMs} ${ino}`;
    const known = seen.get(name);
    if (known?.state !== state) seen.set(name, { state, since: now, reported: false });
    else if (!known.reported && now - known.since >= settleMs) {
      known.reported = true;
      found.push({ path, name, size, mtimeMs });
    }
  }
  return found;
}

/** The system's notices where there are any (not on every network file system). */
function watchFolder(folder: string, notice: () => void): () => void {
  try {
    const watcher = watch(folder, { persistent: false }, notice);
    watcher.on("error", () => watcher.close());
    return () => watcher.close();
  } catch {
    return () => undefined;
  }
}
