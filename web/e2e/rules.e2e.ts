import { mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeDemoAccounts } from "../../server/access/demo-accounts.ts";
import { createApp } from "../../server/app.ts";
import { fewRules } from "../../server/audit/life/few-rules.fixture.ts";
import { readConfig } from "../../server/config.ts";
import { catchUp } from "../../server/jobs/after-load.ts";
import { loadCommands } from "../../server/jobs/commands.ts";
import { type House, openHouse } from "../../server/jobs/house.ts";
import { JobQueue } from "../../server/jobs/queue.ts";
import { barriers } from "./barriers.ts";
import { visits } from "./visit.ts";

const folder = mkdtempSync(join(tmpdir(), "jiheng-rules-"));
let house: House;
let url: string;
let close: () => Promise<void>;
const at = visits(() => url);

/** Two persons of Henan who were in hospital in Beijing and Shanghai at once: for three nights, and for one. */
function settlements(): string {
  const header =
    "setl_id,mdtrt_id,psn_no,insutype,insu_admdvs,fixmedins_code,fix_blng_admdvs,begndate,enddate,setl_time,med_type,medfee_sumamt,hifp_pay,fund_pay_sumamt,psn_part_amt,refd_setl_flag,vali_flag";
  const stay = (id: number, person: string, care: string, begin: string, end: string) =>
    `S${id},M${id},${person},310,410100,H${care}01,${care},${begin},${end},${end} 10:00:00,21,20000.00,11600.00,11600.00,8400.00,0,1`;
  return [
    header,
    stay(1, "P1", "110000", "2021-03-01", "2021-03-10"),
    stay(2, "P1", "310000", "2021-03-07", "2021-03-12"),
    stay(3, "P2", "110000", "2021-03-01", "2021-03-10"),
    stay(4, "P2", "310000", "2021-03-09", "2021-03-12"),
  ].join("\n");
}

// In the demo a browser is signed in by one click; the folder counts as one here.
beforeAll(async () => {
  const restore = await fewRules("XR-01", "XR-17");
  const config = readConfig({ dataDir: join(folder, "data"), threads: 1, memory: "1GB" }, {});
  house = await openHouse(config, { what: "test" });
  const file = join(folder, "setl_d.csv");
  await writeFile(file, settlements());
  await house.intake.load({ input: file, source: "setl_d.csv", reporter: "unknown", actor: "test" });
  await catchUp(house.database);
  const jobs = new JobQueue(await loadCommands(), house, config);
  await makeDemoAccounts(house.access);
  const app = await createApp({ house, jobs, config, token: "t", demo: true });
  await app.listen({ host: "127.0.0.1", port: 0 });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  close = async () => {
    app.server.closeAllConnections();
    await app.close();
    await jobs.close();
    await house.close();
    await restore();
    rmSync(folder, { recursive: true, force: true });
  };
});
afterAll(() => close());

/** Signs in as an account of the demo, and sees the page as that one. */
async function actAs(page: Page, account: string): Promise<void> {
  const answer = await page.request.post(`${url}/api/session/demo`, { data: { account }, headers: { origin: url } });
  expect(answer.status()).toBe(200);
  await page.reload();
}

/** Opens an act's dialog, says why, and does it. */
async function act(page: Page, name: string, reason: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("理由（写入留痕）").fill(reason);
  await dialog.locator("button[type=submit]").click();
  await dialog.waitFor({ state: "detached" });
}

const inState = (page: Page, state: string) => page.locator(`[data-state=${state}]`).first().waitFor();

test("a rule is added, shadowed, backtested, activated by a second person and retired", async () => {
  const page = await at.open("/rules");
  await actAs(page, "demo-author");
  await page.getByRole("link", { name: "新建规则" }).click();
  await page.waitForURL("**/rules/new");
  await page.getByRole("searchbox").fill("两省重叠住院");
  await page.locator("[data-start=XR-01]").click();

  // A mistake is told at its line while it is typed, and undone.
  const code = page.locator(".cm-content");
  await code.waitFor();
  await page.locator("[data-check=sound]").waitFor();
  await code.click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("colour: red\n");
  await page.locator("[data-problems] li").first().waitFor();
  expect(await page.locator("[data-problems] li").first().textContent()).toContain("colour");
  await page.getByRole("button", { name: "恢复原文" }).click();
  await page.locator("[data-check=sound]").waitFor();
  await page.getByRole("button", { name: "运行测试" }).click();
  await page.getByText("个测试全部通过").waitFor();

  await act(page, "保存并提交试运行", "先试运行");
  await page.waitForURL("**/rules/ZJ-01");
  await inState(page, "shadow");
  await page.locator("[data-act=moved]").waitFor();

  // What it is held against are the findings of its run in shadow.
  const shadowed = async () => {
    const { rule } = (await (await page.request.get(`${url}/api/rules/ZJ-01`)).json()) as {
      rule: { findings: { shadow: number } };
    };
    return rule.findings.shadow;
  };
  await expect.poll(shadowed, { interval: 500 }).toBe(2);
  await page.locator("input[name=overlap]").fill("3");
  await page.getByRole("button", { name: "开始回测" }).click();
  await page.locator("[data-backtest]").waitFor();
  const told = async (change: string) =>
    (await page.locator(`[data-change=${change}] dd`).first().textContent())?.trim();
  expect([await told("gained"), await told("lost"), await told("kept")]).toEqual(["+0", "−1", "1"]);

  await act(page, "启用", "试运行无误报");
  await page.getByText("须由另一名有审批权限的人员处理").waitFor();
  await actAs(page, "demo-approver");
  await act(page, "同意", "同意启用");
  await inState(page, "active");

  await actAs(page, "demo-author");
  await act(page, "停用", "由官方规则代替");
  await inState(page, "retired");
  const acts = await page.locator("[data-act]").evaluateAll((all) => all.map((each) => each.getAttribute("data-act")));
  expect(acts).toEqual(["moved", "approved", "proposed", "moved", "saved"]);
});

const pages = [
  { path: "/rules?q=XR", ready: "a[data-rule]" },
  { path: "/rules/coverage?class=14", ready: "[data-class]" },
  { path: "/rules/XR-01?text=yes", ready: "[data-logic] dd" },
  { path: "/rules/XR-01/edit", ready: ".cm-line" },
  { path: "/rules/new", ready: "[data-start]" },
  { path: "/knowledge?load=0", ready: "tr[data-class]" },
  { path: "/knowledge/drug_gender", ready: "main td" },
];

test.each(pages)("$path has no serious barrier in either theme", async ({ path, ready }) => {
  const page = await at.open(path);
  await actAs(page, "demo-author");
  await page.locator(ready).last().waitFor();
  await expect.poll(() => page.locator("[aria-busy=true], .skeleton").count()).toBe(0);
  expect(await barriers(page)).toEqual([]);
});
