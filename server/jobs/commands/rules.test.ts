import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rulesHome } from "../../audit/rule/rule-sources.ts";
import rules from "./rules.ts";

const run = (...words: string[]) => rules.alone!({} as never, { arguments: words })!;
const shipped = fileURLToPath(rulesHome);
let empty: string;

beforeAll(async () => {
  empty = await mkdtemp(path.join(os.tmpdir(), "rules-"));
});
afterAll(() => rm(empty, { recursive: true, force: true }));

test("check takes files and folders", async () => {
  const file = path.join(shipped, "cross-province", "XR-17.yaml");
  expect(await run("check", file, path.join(shipped, "resettlement"))).toMatchObject({ files: 10, problems: [] });
});

test("a path without rule files is refused, not checked as none", async () => {
  await expect(run("check", path.join(empty, "nowhere"))).rejects.toMatchObject({ code: "intake.path" });
  await expect(run("check", empty)).rejects.toMatchObject({ code: "load.no_terms" });
});
