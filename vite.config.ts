import { fileURLToPath } from "node:url";
import { paraglideVitePlugin } from "@inlang/paraglide-js";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type UserConfig } from "vite";
import type { TestProjectConfiguration } from "vitest/config";
import type { TestSpecification } from "vitest/node";

const web = fileURLToPath(new URL("./web", import.meta.url));

/** Where `vite` (development) sends API calls: a running `jiheng serve`. */
const server = "http://127.0.0.1:8720";

const paraglide = () =>
  paraglideVitePlugin({
    project: `${web}/project.inlang`,
    outdir: `${web}/paraglide`,
    strategy: ["localStorage", "baseLocale"],
    localStorageKey: "jiheng.locale",
    emitReadme: false,
    emitPrettierIgnore: false,
    emitGitIgnore: false,
  });

const app: UserConfig = {
  root: web,
  plugins: [paraglide(), svelte()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2024",
    cssTarget: "chrome123",
    modulePreload: { polyfill: false },
  },
  css: { postcss: {} },
  server: { port: 8721, proxy: { "/api": server } },
};

/**
 * Every test runs in the fund's time zone, so that a wrong day at midnight shows on any machine. A worker for each core: left to itself
 * vitest keeps one core free, which of two is half the machine. The many processes that tests start share what they compiled, and so do
 * the files that one worker runs: what a test changes outside of itself it puts back.
 */
const shared = {
  environment: "node",
  env: {
    TZ: "Asia/Shanghai",
    NODE_COMPILE_CACHE: fileURLToPath(new URL("./node_modules/.cache/node", import.meta.url)),
  },
  maxWorkers: "100%",
  testTimeout: 60_000,
  hookTimeout: 60_000,
} as const;

/** Files that take long though they are short: begun last they would be waited for alone. */
const long = ["server/bench/proofs.test.ts", "server/main.test.ts", "server/jobs/house.test.ts"];

/** Loaded for tests alone: building pages need not wait for the test runner. */
async function longestFirst() {
  const { BaseSequencer } = await import("vitest/node");
  const place = ({ moduleId }: TestSpecification) => {
    const at = long.findIndex((file) => moduleId.endsWith(`/${file}`));
    return at < 0 ? long.length : at;
  };
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const sorted = await super.sort(files);
      return sorted.sort((a, b) => a.project.name.localeCompare(b.project.name) || place(a) - place(b));
    }
  };
}

const projects: TestProjectConfiguration[] = [
  {
    test: {
      ...shared,
      name: "server",
      include: ["server/**/*.test.ts", "datasets/**/*.test.ts"],
      isolate: false,
      globalSetup: ["server/jobs/house.templates.ts"],
    },
  },
  { plugins: [paraglide()], test: { ...shared, name: "web", include: ["web/**/*.test.ts"], isolate: false } },
  {
    test: {
      ...shared,
      name: "browser",
      include: ["web/**/*.e2e.ts"],
      isolate: false,
      globalSetup: ["web/e2e/build.ts"],
      testTimeout: 60_000,
      hookTimeout: 120_000,
      expect: { poll: { timeout: 15_000 } },
    },
  },
];

export default defineConfig(async ({ mode }) =>
  mode === "test" ? ({ test: { projects, sequence: { sequencer: await longestFirst() } } } as UserConfig) : app,
);
