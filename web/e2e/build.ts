import { build } from "vite";

/** The browser is shown what is shipped: the built pages, not the development server. */
export async function setup(): Promise<void> {
  await build({
    mode: "production",
    logLevel: "warn",
    configFile: new URL("../../vite.config.ts", import.meta.url).pathname,
  });
}
