import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { signInWays } from "./sign-in.ts";

test("a way of signing in is a file: a provider of identities is gone to and comes back", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "jiheng-ways-"));
  await writeFile(
    path.join(folder, "provider.ts"),
    `export default { id: "provider", offered: () => true, steps: [
      { method: "GET", path: "/api/session/provider", summary: "", given: {}, identify: async () => ({ goTo: "https://id.example.cn/authorize" }) },
      { method: "GET", path: "/api/session/provider/back", summary: "", given: {}, identify: async (_, { code }) => ({ account: code }) },
    ] };`,
  );
  const [way] = await signInWays(pathToFileURL(`${folder}/`));
  const context = {} as Parameters<NonNullable<typeof way>["steps"][number]["identify"]>[0];
  expect(await way!.steps[0]!.identify(context, {})).toEqual({ goTo: "https://id.example.cn/authorize" });
  expect(await way!.steps[1]!.identify(context, { code: "wang" })).toEqual({ account: "wang" });
  expect((await signInWays()).map(({ id }) => id)).toEqual(["demo", "password"]);
  await rm(folder, { recursive: true });
});
