import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const system = "/usr/bin/chromium";
const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the system's Chromium, or else the one from npm. */
export async function openBrowser(): Promise<Browser> {
  if (existsSync(system)) return chromium.launch({ executablePath: system, args: flags });
  // It picks its libraries by this variable, and takes any `chromium` it finds in the temporary folder for its own.
  process.env.AWS_LAMBDA_JS_RUNTIME = "nodejs22.x";
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), "jiheng-browser-"));
  const { default: packed } = await import("@sparticuz/chromium");
  return chromium.launch({ executablePath: await packed.executablePath(), args: [...packed.args, ...flags] });
}
