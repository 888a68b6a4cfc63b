import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { nationalPrincipal } from "../../store/principal.ts";
import { sql } from "../../store/sql.ts";
import type { Options } from "../command.ts";
import { settlementCsv, TestHouse } from "../house.fixture.ts";
import load from "./load.ts";

let at: TestHouse;
let inbox: string;
beforeEach(async () => {
  at = await TestHouse.open();
  inbox = path.join(at.root, "inbox");
  await mkdir(inbox);
});
afterEach(() => at.close());

function run(options: Options, signal = new AbortController().signal) {
  const context = { house: at.house, config: at.config, principal: nationalPrincipal, signal, progress: () => {} };
  return load.run(context, { arguments: [inbox], ...options });
}

test("a folder holds tables by file name; what is no data is left alone, and a bad file does not keep others out", async () => {
  await writeFile(path.join(inbox, "2021-03_setl_d.csv.gz"), gzipSync(settlementCsv([{}, {}])));
  await writeFile(
    path.join(inbox, "fixmedins_b.csv"),
    "fixmedins_code,fixmedins_name,fix_blng_admdvs,hosp_lv\nH11010100001,示例医院,110000,02\n",
  );
  await writeFile(path.join(inbox, "mdtrt_d.csv"), "");
  await writeFile(path.join(inbox, "notes.docx"), "not data");
  const result = await run({});
  expect(result).toMatchObject({ read: 3, accepted: 3, rejected: 0 });
  expect(result.files.map(({ file, error }) => [file, error?.code ?? null])).toEqual([
    ["fixmedins_b.csv", null],
    ["2021-03_setl_d.csv.gz", null],
    ["mdtrt_d.csv", "intake.empty"],
  ]);
  expect(load.failed?.(result)).toBe(true);
});

test("a followed folder loads what is put there, half-written files only when they are whole", async () => {
  const controller = new AbortController();
  const running = run({ follow: true }, controller.signal);
  const whole = settlementCsv([{}, {}, {}]);
  await writeFile(path.join(inbox, "setl_d.csv.part"), whole.slice(0, 900));
  await writeFile(path.join(inbox, "setl_d.csv.part"), whole);
  await rename(path.join(inbox, "setl_d.csv.part"), path.join(inbox, "setl_d.csv"));
  await vi.waitFor(() => expect(at.house.batches.all()).toHaveLength(1), { timeout: 20_000, interval: 100 });
  await vi.waitFor(async () => expect(await at.rows(sql`select count(*) as n from claim`)).toEqual([{ n: 3 }]), 20_000);
  controller.abort();
  expect(await running).toMatchObject({ read: 3, accepted: 3 });
});

test("an empty folder and a path that is none are refused", async () => {
  await expect(run({})).rejects.toMatchObject({ code: "load.empty_folder" });
  await expect(run({ arguments: [path.join(at.root, "nowhere")] })).rejects.toMatchObject({ code: "intake.path" });
});
