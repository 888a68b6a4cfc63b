import { follow } from "../intake/follow.ts";
import type { Principal } from "../store/principal.ts";
import { type Json, texts } from "./command.ts";
import type { JobQueue } from "./queue.ts";

/** Loads what is put into the folders, one job a file, until the signal. Gives a function that waits for the end. */
export function followFolders(
  folders: Json | undefined,
  jobs: JobQueue,
  principal: Principal,
  signal: AbortSignal,
): () => Promise<void> {
  const running = texts(folders).map((folder) =>
    follow(folder, {
      signal,
      onFile: async ({ path }) => {
        const job = jobs.submit("load", { arguments: [path] }, principal);
        await jobs.wait(job.id);
      },
    }),
  );
  return async () => {
    await Promise.allSettled(running);
  };
}
