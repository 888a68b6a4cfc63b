import { build } from "vite";

/** The browser is shown what is shipped: the built pages, not the development server. `npm test` has just built them, and says so. */
export async function setup(): Promise<void> {
  if (process.env.JIHENG_PAGES_BUILT) return;
  await build({
    mode: "production",
    logLevel: "warn",
    configFile: new URL("../../vite.config.ts", import.meta.url).pathname,
  });
}
