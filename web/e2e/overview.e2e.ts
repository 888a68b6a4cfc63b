import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { watermark } from "./fixture.ts";
import { visits as visit } from "./visit.ts";

const at = visit();

const tile = (page: Page, name: string) => page.getByRole("button", { name: new RegExp(`^${name}，`) });
const visits = (page: Page) => page.locator("[data-measure=visits] strong").textContent();

test("the overview shows five figures, four charts and the published figures", async () => {
  const page = await at.open("/");
  await tile(page, "河南").waitFor();
  expect(await page.locator(".figure").count()).toBe(5);
  expect(await page.locator(".drawing svg").count()).toBe(4);
  await page.getByText("示意数据 1:50").waitFor();
  await page.getByText("397.62").waitFor();
  await page.getByText("计算值已乘以 50").waitFor();
});

test("a click on a province filters everything, is in the address, and back undoes it", async () => {
  const page = await at.open("/");
  const before = await visits(page);
  await tile(page, "河南").click();
  await page.waitForURL("**/?insured=410000");
  await expect.poll(() => visits(page)).not.toBe(before);
  expect(await tile(page, "河南").getAttribute("aria-pressed")).toBe("true");
  await page
    .getByRole("button", { name: /^河南到/ })
    .first()
    .waitFor();
  expect(at.stub.asked.some((path) => path.includes("by=pair") && path.includes("insured=410000"))).toBe(true);
  await page.goBack();
  await expect.poll(() => visits(page)).toBe(before);
  await page.goForward();
  await page.waitForURL("**/?insured=410000");
  await expect.poll(() => visits(page)).not.toBe(before);
});

test("codes with leading zeros stay as they are", async () => {
  const page = await at.open("/?care=010000");
  await page.getByText("没有符合条件的记录").first().waitFor();
  expect(at.stub.asked.some((path) => path.includes("care=010000"))).toBe(true);
});

test("months are chosen by dragging over the bars and by keyboard", async () => {
  const page = await at.open("/");
  const month = (number: number) => page.getByRole("button", { name: new RegExp(`^2021 ${number}月，`) });
  const [from, to] = [(await month(3).boundingBox())!, (await month(6).boundingBox())!];
  await page.mouse.move(from.x + 10, from.y + 100);
  await page.mouse.down();
  await page.mouse.move(to.x + 10, to.y + 100, { steps: 5 });
  await page.mouse.up();
  await page.waitForURL("**/?from=2021-03&to=2021-06");
  await page.getByRole("button", { name: "2021年3–6月" }).waitFor();

  await month(3).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/?from=2021-04&to=2021-04");
  await expect.poll(() => month(4).evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+Enter");
  await page.waitForURL("**/?from=2021-04&to=2021-05");
  await page.keyboard.press("Escape");
  await page.waitForURL(`${at.stub.url}/`);
});

test("arrow keys walk over the tiles", async () => {
  const page = await at.open("/");
  await tile(page, "河南").focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => tile(page, "安徽").evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/?insured=340000");
});

test("a click on a pair sets both ends", async () => {
  const page = await at.open("/");
  const pair = page.getByRole("button", { name: /^.+到.+，/ }).first();
  await pair.click();
  await page.waitForURL(/\?insured=\d{6}&care=\d{6}$/);
});

test("all care types together show no average over them", async () => {
  const page = await at.open("/?group=all");
  await page.getByText("住院与门诊不合并平均").first().waitFor();
  expect(await page.locator("[data-measure=fund_ratio] strong").textContent()).toBe("—");
  expect(await page.locator("[data-measure=visits] strong").textContent()).not.toBe("—");
});

test("the language changes at once, without a reload, and is kept", async () => {
  const page = await at.open("/");
  await tile(page, "河南").waitFor();
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await page.getByRole("button", { name: "切换为英文" }).click();
  await page.getByRole("button", { name: /^Henan, / }).waitFor();
  expect(await page.evaluate(() => "sameDocument" in window)).toBe(true);
  expect(await page.locator("html").getAttribute("lang")).toBe("en");
  expect(await page.locator("main").textContent()).not.toMatch(/\p{Script=Han}/u);
  await page.reload();
  await page.getByRole("button", { name: /^Henan, / }).waitFor();
});

test("a definition is one click away, with the exact value", async () => {
  const page = await at.open("/");
  await page.getByRole("button", { name: "人均减少垫付的口径与公式" }).click();
  await page.getByText("跨省直接结算、有效的就诊").waitFor();
  await page.getByText("精确值").waitFor();
});

test("a chart turns into a table, and into a file that Excel reads", async () => {
  const page = await at.open("/");
  await tile(page, "河南").waitFor();
  await page.getByRole("button", { name: /^各省.*更多操作$/ }).click();
  await page.getByRole("menuitem", { name: "查看数据表" }).click();
  await page.getByRole("cell", { name: "410000" }).waitFor();
  await page.getByRole("button", { name: /^各省.*更多操作$/ }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "导出 CSV" }).click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  expect(text).toMatch(/^\uFEFF代码,地区,人均减少垫付（元）\r\n/);
  expect(text).toMatch(/\r\n410000,河南,\d+\.\d{2}\r\n/);
});

test("a failing server is told, and asked again on request", async () => {
  at.stub.overrides.set("/api/watermark", 503);
  const page = await at.open("/");
  await page.getByText("the stub was told to fail").waitFor();
  at.stub.overrides.clear();
  await page.getByRole("button", { name: "重试" }).click();
  await tile(page, "河南").waitFor();
});

test("without data the page says what to do", async () => {
  at.stub.overrides.set("/api/watermark", { ...watermark, months: null, lastSettledAt: null, scopes: {}, batches: 0 });
  const page = await at.open("/");
  await page.getByRole("link", { name: "去接入数据" }).click();
  await page.waitForURL("**/data");
});

test("on a phone the page does not scroll sideways, and the map is a ranking", async () => {
  const page = await at.open("/", { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await tile(page, "河南").waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await tile(page, "河南").tap();
  await page.waitForURL("**/?insured=410000");
});

test("keys lead to the pages, to the filter and to the help", async () => {
  const page = await at.open("/");
  await tile(page, "河南").waitFor();
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("/");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("2021年1–11月");
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await page.waitForURL("**/data");
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await page.waitForURL(`${at.stub.url}/`);
});

test("the first page stays under 300 KB of compressed script", async () => {
  const page = await at.open("/");
  await tile(page, "河南").waitFor();
  const scripts = await page.evaluate(() =>
    performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname),
  );
  const sizes = [...new Set(scripts)]
    .filter((path) => path.endsWith(".js"))
    .map((path) => gzipSync(readFileSync(new URL(`../dist${path}`, import.meta.url))).length);
  const total = sizes.reduce((sum, size) => sum + size, 0) / 1024;
  expect(total).toBeGreaterThan(100);
  expect(total).toBeLessThanOrEqual(300);
});
