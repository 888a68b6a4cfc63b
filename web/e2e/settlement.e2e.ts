import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { claimLines, lineCount, listed } from "./settlement.ts";
import { visits } from "./visit.ts";

const at = visits();
const address = (number: number, query = "") => `/claims/${encodeURIComponent(`410000|S${number}`)}${query}`;
const list = "?class=RS-RATIO&kind=differing&order=size";
const step = (page: Page, id: string) => page.locator(`[data-step=${id}]`);
const text = async (locator: ReturnType<typeof step>) =>
  ((await locator.textContent()) ?? "").replace(/\s+/g, " ").trim();

test("a claim says in a sentence what was paid, what was due and which change explains it", async () => {
  const page = await at.open(address(1));
  const sentence = page.locator("[data-outcome=over]");
  await sentence.waitFor();
  expect(await text(sentence)).toBe(
    "基金支付 36,757.00 元；有效备案为“其他临时外出”，应付 28,497.00 元，多付 8,260.00 元。备案类别按“异地长期居住”重算，与实付分毫不差，差异应出于此。",
  );
  expect(await text(step(page, "ratio"))).toMatch(/89%\s?69%\s?\+20 点\s?本地 89%，减 20 点$/);
  expect(await step(page, "ratio").getAttribute("class")).toContain("origin");
  expect(await page.locator("tr.origin").count()).toBe(1);
  expect(await text(step(page, "fund_total"))).toMatch(/36,757\.00\s?28,497\.00\s?\+8,260\.00/);
  expect(await text(page.locator("main"))).not.toContain("410000|S1");
});

test("thousands of fee lines scroll, and those that differ can be looked at alone", async () => {
  const page = await at.open(address(1));
  const rows = page.locator("tr.line");
  await rows.first().waitFor();
  await page.getByText("费用明细 5,000 行").waitFor();
  expect(await rows.count()).toBeLessThan(60);
  await page.locator("#lines .scroll").evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await rows.filter({ hasText: `Item ${lineCount}` }).waitFor();
  expect(await rows.count()).toBeLessThan(60);
  await page.getByLabel("只看有差异的 1 行").check();
  await page.getByText("应 0.97").waitFor();
  expect(await rows.count()).toBe(1);
});

test("on paper every line is written", async () => {
  const columns = claimLines.columns.map((column) => column.slice(0, 200));
  at.stub.overrides.set(`/api/claims/${encodeURIComponent("410000|S1")}/lines`, { ...claimLines, columns, rows: 200 });
  const page = await at.open(address(1));
  await page.locator("tr.line").first().waitFor();
  expect(await page.locator("tr.line").count()).toBeLessThan(60);
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  expect(await page.locator("tr.line").count()).toBe(200);
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await expect.poll(() => page.locator("tr.line").count()).toBeLessThan(60);
});

test("J and K walk through the list that the claim was opened from", async () => {
  const page = await at.open(address(7, list));
  await page.getByText("第 7 / 120 条").waitFor();
  await page.keyboard.press("j");
  await page.waitForURL(`**${address(8, list)}`);
  await page.getByText("第 8 / 120 条").waitFor();
  expect(at.stub.asked.some((asked) => asked.endsWith(`/neighbours${list}`))).toBe(true);
  await page.keyboard.press("k");
  await page.waitForURL(`**${address(7, list)}`);
  await page.getByRole("link", { name: "返回列表" }).click();
  await page.waitForURL(`**/resettlement${list}`);
});

test("what cannot be judged says why and what is needed, and shows what is possible", async () => {
  const page = await at.open(address(9));
  await page.locator("[data-outcome=cannot]").waitFor();
  expect(await text(page.locator("[data-outcome=cannot]"))).toBe(
    "本次结算无法判断：年度累计不全。需要：该参保人本年度的本地结算，或年初累计（accumulator）。",
  );
  const unknown = await text(page.locator("[data-unknown]"));
  expect(unknown).toContain("起付标准应在 0.00 至 900.00 元之间，实付 900.00 元在其中");
  expect(unknown).toContain("2021 年度该参保人的全部结算");
  await step(page, "deductible").getByText("0.00 至 900.00").waitFor();
  expect(await page.locator("tr.origin").count()).toBe(0);
});

test("what is unlike its kind is said as a suspicion, with both values", async () => {
  const page = await at.open(address(10));
  await page.locator("[data-outcome=cannot]").waitFor();
  const said = await text(page.locator("[data-unlike]"));
  expect(said).toContain("起付标准：本次 1,300.00 元，同类为 900.00 元");
  expect(said).toContain("支付比例：本次 89%，同类为 86%");
  expect(said).toContain("只是疑点，不是认定");
  expect(await page.locator("tr.origin").count()).toBe(0);
});

test("the person's year leads to its other claims", async () => {
  const page = await at.open(address(1));
  await page
    .getByRole("button", { name: /^2021-02-11，河南，普通门诊，基金 100.00 元，累计 100.00 元$/ })
    .click({ force: true });
  await page.waitForURL(`**${address(0)}`);
});

test("the finding is copied in the wording of a letter, with the person masked", async () => {
  const page = await at.open(address(1), { permissions: ["clipboard-read", "clipboard-write"] });
  await page.getByRole("button", { name: "复制为公文" }).click();
  await page.getByRole("button", { name: "已复制" }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split("\n")[0]).toBe("关于结算 S1 的再结算核对情况");
  expect(copied).toContain("基金应付 28,497.00 元，多付 8,260.00 元。");
  expect(copied).toContain("统筹基金支付：实付 36,757.00 元，应付 28,497.00 元，相差 +8,260.00 元。");
  expect(copied).toContain("（张** 8f3a2c1d）");
});

test("a claim that is not there says so", async () => {
  at.stub.failures.set(`/api/claims/${encodeURIComponent("410000|S1")}`, {
    code: "claim.not_found",
    message: "no claim",
    details: { claim: "410000|S1" },
  });
  const page = await at.open(address(1));
  await page.getByText("您可查看的结算中没有 410000|S1").waitFor();
});

test("differences are chosen by a click, stand in the address, and lead to their claims", async () => {
  const page = await at.open("/resettlement");
  await page.getByRole("button", { name: /^RS-RATIO 支付比例不符：多付 20 笔/ }).click();
  await page.waitForURL("**/resettlement?class=RS-RATIO");
  await expect
    .poll(() => at.stub.asked.some((asked) => /claims\?class=RS-RATIO&kind=differing/.test(asked)))
    .toBe(true);
  // The card itself keeps the others in sight.
  expect(at.stub.asked.some((asked) => asked.includes("by=class") && asked.includes("class=RS"))).toBe(false);
  await page.getByRole("button", { name: /^河南 → 北京：/ }).click();
  await page.waitForURL("**/resettlement?insured=410000&care=110000&class=RS-RATIO");
  await page.goBack();
  await page.waitForURL("**/resettlement?class=RS-RATIO");
  await page.getByRole("button", { name: /^2021年8月：/ }).click();
  await page.waitForURL("**/resettlement?from=2021-08&to=2021-08&class=RS-RATIO");
  await page.getByRole("link", { name: "S1", exact: true }).click();
  await page.waitForURL(`**${address(1)}?from=2021-08&to=2021-08&class=RS-RATIO&kind=differing&order=size`);
  await page.locator("[data-outcome=over]").waitFor();
});

test("what cannot be judged is counted with its reason and listed", async () => {
  const page = await at.open("/resettlement");
  expect(await text(page.locator("[data-figure=judged]"))).toBe("可判断 88.9 % 共 900 笔，100 笔无法判断");
  await page.getByRole("button", { name: /年度累计不全/ }).click();
  await page.waitForURL("**/resettlement?cannot=history&kind=cannot");
  await page.locator("#claims").getByRole("button", { name: "下一页" }).click();
  await page.waitForURL("**/resettlement?cannot=history&kind=cannot&page=2");
  await page.locator("#claims").getByRole("button", { name: "导出", exact: true }).click();
  expect(await page.getByRole("link", { name: "CSV（.csv）" }).getAttribute("href")).toBe(
    "/api/resettlement/claims.csv?cannot=history&kind=cannot&order=size",
  );
});

test("a policy is found by its area, and a step of a claim opens the lines it rests on", async () => {
  const page = await at.open("/policies");
  await page.getByLabel("搜索地区、编号、来源").fill("河南");
  await page.waitForURL("**/policies?q=%E6%B2%B3%E5%8D%97");
  await page.getByRole("link", { name: "河南职工（示例）" }).click();
  await page.waitForURL("**/policies/areas%2F410100-310.yaml#L3");
  await expect.poll(() => page.locator("li.marked").textContent()).toContain("valid_from: 2020-01-01");

  await page.goto(`${at.stub.url}${address(1)}`);
  await page.getByRole("button", { name: /^查看依据：起付标准/ }).click();
  const excerpt = page.getByText("mode: PER_VISIT");
  await excerpt.waitFor();
  expect(await page.getByRole("link", { name: "打开政策文件，第 6 行" }).getAttribute("href")).toBe(
    "/policies/areas%2F410100-310.yaml#L6",
  );
});

test.each([
  address(1, list),
  address(9),
  address(10),
  "/resettlement?tables=pair",
  "/policies",
  "/policies/proposals/410000/390",
])("%s is whole in English and fits a phone", async (path) => {
  const page = await at.open(path, { viewport: { width: 390, height: 844 }, isMobile: true });
  await page.getByRole("button", { name: "切换为英文" }).click();
  await page.locator("html[lang=en]").waitFor();
  await expect.poll(() => page.locator("[aria-busy=true], .skeleton").count()).toBe(0);
  expect((await text(page.locator("main"))).replace("张", "")).not.toMatch(/\p{Script=Han}/u);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test("a list is sorted by its headings, and going back keeps order and place", async () => {
  const page = await at.open("/resettlement");
  const heading = (name: string) => page.locator("#claims th").filter({ hasText: name });
  await heading("总费用").getByRole("button").click();
  await page.waitForURL("**/resettlement?order=total");
  await expect.poll(() => heading("总费用").getAttribute("aria-sort")).toBe("descending");
  await heading("总费用").getByRole("button").click();
  await page.waitForURL("**/resettlement?order=total_up");
  await expect.poll(() => at.stub.asked.some((asked) => asked.includes("order=total_up&limit=50"))).toBe(true);
  const link = page.getByRole("link", { name: "S40", exact: true });
  await link.scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => window.scrollY);
  expect(before).toBeGreaterThan(500);
  await link.click();
  await page.locator("[data-outcome=over]").waitFor();
  await page.goBack();
  await page.waitForURL("**/resettlement?order=total_up");
  await expect.poll(() => page.evaluate((y) => Math.abs(window.scrollY - y), before)).toBeLessThan(40);
});

test("a card becomes a table whose numbers lead to their claims", async () => {
  const page = await at.open("/resettlement");
  const card = page.locator("section.card").filter({ hasText: "按参保地 → 就医地" });
  await card.getByRole("button", { name: "表格" }).click();
  await page.waitForURL("**/resettlement?tables=pair");
  await card.getByRole("button", { name: "少付（元）" }).click();
  await card
    .getByRole("row", { name: /^安徽 → 上海/ })
    .getByRole("button", { name: "−1,000.25" })
    .click();
  await page.waitForURL("**/resettlement?insured=340000&care=310000&direction=under&order=under&tables=pair");
  await expect
    .poll(() => page.locator("#claims").evaluate((list) => Math.abs(list.getBoundingClientRect().top) < 200))
    .toBe(true);
  await page.goBack();
  await page.waitForURL("**/resettlement?tables=pair");
});

test("the figures of the summary lead to what they count", async () => {
  const page = await at.open("/resettlement?class=RS-RATIO");
  await page.locator("[data-figure=under]").getByRole("button").click();
  await page.waitForURL("**/resettlement?class=RS-RATIO&direction=under&order=under");
  await page.locator("[data-figure=judged]").getByRole("button").click();
  await page.waitForURL("**/resettlement?class=RS-RATIO&kind=cannot&order=under");
});

test("a list is exported in four formats; what a sheet does not hold says so", async () => {
  const page = await at.open("/resettlement?class=RS-RATIO");
  await page.locator("#claims").getByRole("button", { name: "导出", exact: true }).click();
  const links = page.locator(".popover a");
  await links.last().waitFor();
  const endings = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  const asked = "?class=RS-RATIO&kind=differing&order=size";
  expect(endings).toEqual(
    ["xlsx", "csv", "parquet", "arrow"].map((ending) => `/api/resettlement/claims.${ending}${asked}`),
  );
  at.stub.overrides.set("/api/resettlement/claims", { ...listed, total: 2_000_000 });
  await page.reload();
  await page.locator("#claims").getByRole("button", { name: "导出", exact: true }).click();
  await page.getByText("一张工作表最多 1,048,575 行").waitFor();
  expect(await page.locator(".popover a").count()).toBe(3);
});

test("an inferred policy is confirmed with its grounds, and says when it is in force", async () => {
  const page = await at.open("/policies");
  await page.getByRole("link", { name: "查看推断" }).click();
  await page.waitForURL("**/policies/proposals/410000/390");
  await page.getByRole("row", { name: /起付标准 住院，成年居民，三级，第 1 次 900.00 812 99.6%/ }).waitFor();
  await page.getByRole("row", { name: /规则 住院 同类结算不足 50 笔 回参保地就医不降低待遇 12/ }).waitFor();
  await page.getByLabel("政策文件草案").last().fill("area: '410000'\n");
  await page.getByText("已修改").waitFor();
  await page.getByRole("button", { name: "确认并启用" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "确认并启用" }).click();
  await dialog.getByText("请至少写 4 个字。").waitFor();
  expect(at.stub.posted).toEqual([]);
  await dialog.getByLabel("确认的依据").fill("豫医保〔2020〕1 号，甲核对");
  await dialog.getByRole("button", { name: "确认并启用" }).click();
  await page.locator("[data-job=done]").waitFor();
  expect(await page.getByRole("link", { name: "查看政策文件" }).getAttribute("href")).toBe(
    "/policies/own%2F410000-390.yaml",
  );
  expect(at.stub.posted.map((body) => JSON.parse(body))).toEqual([
    { text: "# 由结算推断，经人确认。依据：豫医保〔2020〕1 号，甲核对\narea: '410000'\n" },
  ]);
});

test("a card that lists all beside a condition of its own says so, and shows what is chosen first", async () => {
  const page = await at.open("/resettlement?insured=340100");
  const card = page.locator(".card", { has: page.locator("[data-by=pair]") });
  await card.getByText("列出全部，不受“参保地”条件限制").waitFor();
  const rows = card.locator("button.row");
  await expect.poll(() => rows.first().textContent()).toContain("安徽 → 上海");
  expect(await rows.first().getAttribute("class")).not.toContain("pale");
  expect(await rows.last().getAttribute("class")).toContain("pale");
});

test("settlements without a policy that are unlike their kind are listed with both values and their kind", async () => {
  const page = await at.open("/resettlement?class=RS-RATIO");
  const card = page.locator(".card", { has: page.locator("[data-by=unlike]") });
  const rows = card.locator("tbody tr");
  await rows.last().waitFor();
  expect(await text(card.locator("header p"))).toBe(
    "参保地没有可用的政策文件，只与同类结算比较：是疑点，不是认定。共 45 处，显示第 1–20 处。不受“差异类别”条件限制。",
  );
  expect(await text(rows.first())).toMatch(
    /起付标准\s?1,300.00 元\s?900.00 元\s?400.00\s?住院，2021，.*812 笔，99.6% 一致/,
  );
  expect(await text(rows.last())).toMatch(/按记录的比例重算\s?89%\s?86%\s?记录自己写的\s?−310.00/);
  await card.getByRole("button", { name: "下一页" }).click();
  await page.waitForURL("**/resettlement?class=RS-RATIO&turned=2");
  await expect.poll(() => at.stub.asked.includes("/api/resettlement/consistency?limit=20&offset=20")).toBe(true);
  await card.getByRole("button", { name: "导出" }).click();
  expect(await page.getByRole("link", { name: "XLSX" }).getAttribute("href")).toBe(
    "/api/resettlement/consistency.xlsx?",
  );
});
