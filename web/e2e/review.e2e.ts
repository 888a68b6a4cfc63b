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
import { auditHouse } from "../../server/jobs/audit-house.ts";
import { loadCommands } from "../../server/jobs/commands.ts";
import { type House, openHouse } from "../../server/jobs/house.ts";
import { JobQueue } from "../../server/jobs/queue.ts";
import { nationalPrincipal } from "../../server/store/principal.ts";
import { barriers } from "./barriers.ts";
import { visits } from "./visit.ts";

/** An hour's findings, and one that is left. */
const judged = 30;
const folder = mkdtempSync(join(tmpdir(), "jiheng-review-"));
let house: House;
let url: string;
let close: () => Promise<void>;
const at = visits(() => url);

/** Persons of Henan who were in hospital in Beijing and Shanghai at once, each for three nights. */
function settlements(): string {
  const header =
    "setl_id,mdtrt_id,psn_no,insutype,insu_admdvs,fixmedins_code,fix_blng_admdvs,begndate,enddate,setl_time,med_type,medfee_sumamt,hifp_pay,fund_pay_sumamt,psn_part_amt,refd_setl_flag,vali_flag";
  const stay = (id: string, person: number, care: string, begin: string, end: string) =>
    `S${id},M${id},P${person},310,410100,H${care}01,${care},${begin},${end},${end} 10:00:00,21,20000.00,11600.00,11600.00,8400.00,0,1`;
  const persons = Array.from({ length: judged + 1 }, (_, i) => i);
  return [
    header,
    ...persons.flatMap((i) => [
      stay(`${i}A`, i, "110000", "2021-03-01", "2021-03-10"),
      stay(`${i}B`, i, "310000", "2021-03-07", "2021-03-12"),
    ]),
  ].join("\n");
}

beforeAll(async () => {
  const restore = await fewRules("XR-01", "XR-17");
  const config = readConfig({ dataDir: join(folder, "data"), threads: 1, memory: "1GB" }, {});
  house = await openHouse(config, { what: "test" });
  await makeDemoAccounts(house.access);
  const file = join(folder, "setl_d.csv");
  await writeFile(file, settlements());
  await house.intake.load({ input: file, source: "setl_d.csv", reporter: "unknown", actor: "test" });
  await catchUp(house.database);
  const { signal } = new AbortController();
  await auditHouse({ house, principal: nationalPrincipal, progress: () => undefined, signal });
  const jobs = new JobQueue(await loadCommands(), house, config);
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
afterAll(() => close?.());

/** Signing in is not what this is about: it goes by the interface. */
async function signIn(page: Page, account: string): Promise<void> {
  const answer = await page.request.post(`${url}/api/session/demo`, { data: { account }, headers: { origin: url } });
  expect(answer.status()).toBe(200);
}

const opened = (page: Page) => page.locator("[data-desk]").getAttribute("data-desk");
const countOf = (page: Page, pile: string) => page.locator(`[data-pile=${pile}] .count`);

test("a reviewer's hour by keyboard alone: thirty findings judged, one taken back, all approved by a second person", async () => {
  const page = await at.open("/");
  await signIn(page, "demo-supervisor");
  await page.goto(`${url}/review`);
  await page.locator("[data-desk]").waitFor();
  expect(await countOf(page, "waiting").textContent()).toBe(String(judged + 1));

  const labels = ["1", "2", "3"];
  for (let i = 0; i < judged; i++) {
    const finding = await opened(page);
    await page.keyboard.press(labels[i % labels.length]!);
    await page.keyboard.press("Alt+1");
    await page.keyboard.press("Control+Enter");
    await page.locator(`[data-desk]:not([data-desk="${finding}"])`).waitFor();
  }
  await expect.poll(() => countOf(page, "waiting").textContent()).toBe("1");

  // The last one is taken back and judged otherwise.
  const left = await opened(page);
  await page.keyboard.press("Control+z");
  await page.locator(`[data-desk]:not([data-desk="${left}"])`).waitFor();
  await expect.poll(() => countOf(page, "waiting").textContent()).toBe("2");
  await page.keyboard.press("2");
  await page.keyboard.type("病历显示为同一次转院");
  await page.keyboard.press("Control+Enter");
  await page.locator(`[data-desk="${left}"]`).waitFor();

  await page.keyboard.press("?");
  await page.getByRole("dialog").getByText("锁定并打开下一条").waitFor();
  await page.keyboard.press("Escape");
  expect(await barriers(page)).toEqual([]);

  await signIn(page, "demo-approver");
  await page.goto(`${url}/review?pile=approval`);
  await page.locator("[data-desk]").waitFor();
  await page.locator("[data-queue]").press("Control+a");
  await page.getByText(`已选 ${judged} 条`).waitFor();
  await page.getByRole("button", { name: "同意" }).waitFor();
  await page.keyboard.press("a");
  await page.keyboard.press("Control+Enter");
  await page.locator("[data-undo]").waitFor();
  await page.getByRole("button", { name: "立即提交" }).press("Enter");
  await expect.poll(() => countOf(page, "approved").textContent()).toBe(String(judged));
  expect(await countOf(page, "approval").textContent()).toBe("0");
}, 120_000);

test("institutions and correction notices are without barriers", async () => {
  const page = await at.open("/");
  await signIn(page, "demo-supervisor");
  await page.goto(`${url}/corrections`);
  await page.getByText("与疑点分开计数").waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.goto(`${url}/institutions`);
  await page.getByText("只计由机构负责的有效疑点").waitFor();
  expect(await barriers(page)).toEqual([]);
});
