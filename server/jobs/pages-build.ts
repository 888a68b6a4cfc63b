import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { fail } from "../errors.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Builds the pages in a process of its own, so that the demo can be made meanwhile.
 * @throws serve.pages_not_built
 */
export async function buildPages(signal: AbortSignal): Promise<void> {
  const build = spawn(process.execPath, ["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    signal,
  });
  const [code] = (await once(build, "exit")) as [number | null];
  if (code !== 0) throw fail("serve.pages_not_built", { code: String(code) });
}
