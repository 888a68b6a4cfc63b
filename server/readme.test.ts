import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadProofs } from "./bench/proof.ts";
import { settings } from "./config.ts";
import { loadCommands } from "./jobs/commands.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

test("the README names every setting with its meaning, and no other", () => {
  const named = [...readme.matchAll(/^\| `(JIHENG_\w+)` \| [^|]+ \| (.+) \|$/gm)].map(([, env, about]) => ({
    env,
    about,
  }));
  expect(named).toEqual(Object.values(settings).map(({ env, about }) => ({ env, about })));
});

test("the README names every command and proof", async () => {
  const commands = [...(await loadCommands()).keys(), "serve", "bench", "prove"];
  for (const name of commands) expect(readme, name).toMatch(new RegExp(`^\\| \`${name}[ \`\\[]`, "m"));
  for (const name of (await loadProofs()).keys()) expect(readme).toContain(`\`${name}\``);
});
