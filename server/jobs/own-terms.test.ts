import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyJournal } from "../journal/journal.ts";
import { nationalPrincipal } from "../store/principal.ts";
import type { RawBatches } from "../store/raw-batches.ts";
import { raw } from "../store/sql.ts";
import type { Options, StoreCommand } from "./command.ts";
import catalogue from "./commands/catalogue.ts";
import completeness from "./commands/completeness.ts";
import policies from "./commands/policies.ts";
import { TestHouse } from "./house.fixture.ts";
import { OwnTerms, TERMS_LOADED, TERMS_WITHDRAWN } from "./own-terms.ts";

let at: TestHouse;
let mine: string;
beforeAll(async () => {
  at = await TestHouse.open();
  mine = path.join(at.root, "mine");
  await mkdir(mine);
}, 300_000);
afterAll(() => at.close());

function run<Result>(command: StoreCommand<Result>, options: Options): Promise<Result> {
  const { house, config } = at;
  return command.run(
    { house, config, principal: nationalPrincipal, progress: () => {}, signal: new AbortController().signal },
    options,
  );
}
const shipped = (file: string) => readFile(new URL(`../../datasets/${file}`, import.meta.url), "utf8");
const standards = () =>
  at.rows<{ file: string; standards: string[] }>(
    raw(
      "select distinct file, standards from policy_term join policy_version using (policy_id) where policy_id like '410100-390@%' and care_group = 'inpatient' and tier = '3'",
    ),
  );

test("own files take the place of shipped ones, survive the database, and go again", { timeout: 300_000 }, async () => {
  const text = await shipped("policies/areas/410100-390.yaml");
  await writeFile(path.join(mine, "410100-390.yaml"), text.replace("[2000]", "[1700]"));
  expect(await standards()).toEqual([{ file: "areas/410100-390.yaml", standards: ["2000.00"] }]);

  expect(await run(policies, { arguments: ["load", mine] })).toEqual({
    action: "load",
    changed: ["410100-390.yaml"],
    own: ["410100-390.yaml"],
  });
  await run(completeness, { arguments: ["410100:390=complete@2021-01-01..2021-12-31"] });
  const own = [{ file: "own/410100-390.yaml", standards: ["1700.00"] }];
  const declared = await at.rows(raw("from completeness order by all"));
  expect(await standards()).toEqual(own);
  expect(declared).toHaveLength(4);

  await at.house.close();
  await rm(at.house.folder.database);
  await rm(`${at.house.folder.database}.wal`, { force: true });
  at.house = undefined as never;
  await at.reopen();
  expect(await standards()).toEqual(own);
  expect(await at.rows(raw("from completeness order by all"))).toEqual(declared);
  const acts: string[] = [];
  await verifyJournal(at.house.folder.journal, ({ act }) => acts.push(act));
  expect(acts).toEqual(["terms.loaded", "completeness.declared"]);

  expect(await run(policies, { arguments: ["withdraw", "410100-390.yaml"] })).toMatchObject({ own: [] });
  expect(await standards()).toEqual([{ file: "areas/410100-390.yaml", standards: ["2000.00"] }]);
  expect(policies.print(await run(policies, { arguments: ["list"] }))).toBe("own files: none\n");
  expect(await run(catalogue, { arguments: ["list"] })).toMatchObject({ own: [] });
});

test("a wrong file is refused whole, and what cannot be done is said", { timeout: 300_000 }, async () => {
  const text = await shipped("policies/areas/410100-390.yaml");
  const bad = path.join(at.root, "410100-390.yaml");
  await writeFile(bad, text.replace("cap: 400000", "cap: lots"));
  const before = (await verifyJournal(at.house.folder.journal, () => {})).entries;
  await expect(run(policies, { arguments: ["load", bad] })).rejects.toMatchObject({
    code: "policy.invalid",
    details: { file: "410100-390.yaml", line: 35, got: '"lots"' },
  });
  await expect(run(policies, { arguments: ["withdraw", "110000-310.yaml"] })).rejects.toMatchObject({
    code: "terms.not_own",
  });
  await expect(run(policies, { arguments: ["burn"] })).rejects.toMatchObject({ code: "request.invalid" });
  await expect(
    run(catalogue, { arguments: ["load", bad.replace("410100-390.yaml", "nothing")] }),
  ).rejects.toMatchObject({
    code: "intake.path",
  });
  await expect(run(completeness, { arguments: ["410100=whole"] })).rejects.toMatchObject({
    code: "completeness.invalid",
  });
  expect((await verifyJournal(at.house.folder.journal, () => {})).entries).toBe(before);
  const checked = await run(policies, { arguments: ["check", bad] });
  expect(policies.failed?.(checked)).toBe(true);
  expect(policies.print(checked)).toMatch(
    /^410100-390\.yaml line 35, versions 0 layers 0 cap: expected .*\n1 files, 0 versions, 1 problems\n$/,
  );
});

test("own files of either kind stand by name, the last one loaded, until they are withdrawn", async () => {
  const own = new OwnTerms();
  const loaded = (kind: string, name: string, sha256: string) =>
    own.onEntry({ act: TERMS_LOADED, data: { kind, files: [{ name, sha256 }] } });
  loaded("catalogue", "410000.csv", "first");
  loaded("catalogue", "410000.csv", "second");
  loaded("policies", "419900-310.yaml", "policy");
  const kept = {
    restore: (sha256: string, file: string) => writeFile(file, `text of ${sha256}`),
  } as unknown as RawBatches;
  const { policies: ofPolicies, catalogue: ofCatalogue } = await own.sources(kept, at.root);
  expect(ofPolicies.filter(({ file }) => file.includes("4199"))).toEqual([
    { file: "own/419900-310.yaml", text: "text of policy" },
  ]);
  expect(ofCatalogue.filter(({ file }) => file.includes("410000"))).toEqual([
    { file: "own/410000.csv", text: "text of second" },
  ]);
  expect(ofCatalogue).toHaveLength(33);
  own.onEntry({ act: TERMS_WITHDRAWN, data: { kind: "catalogue", names: ["410000.csv"] } });
  const after = await own.sources(kept, at.root);
  expect(after.catalogue.map(({ file }) => file)).toContain("provinces/410000.csv");
  expect(own.names("policies")).toEqual(["419900-310.yaml"]);
});
