import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { groupClaims } from "./findings.ts";
import { visits } from "./visit.ts";

const at = visits();
const id = (number: number) => String(number).padStart(32, "0");
const address = (number: number, query = "") => `/findings/${id(number)}${query}`;
/** Without white space: between cells there is none to be relied on. */
const text = async (locator: Locator) => ((await locator.textContent()) ?? "").replace(/\s+/g, "");
const asked = (part: string) => at.stub.asked.some((each) => each.includes(part));

test("findings are narrowed by rule, state, money and words, and all of it stands in the address", async () => {
  const page = await at.open("/findings");
  await page.locator("[data-by=rule]").getByRole("button", { name: /XR-05/ }).click();
  await page.waitForURL("**/findings?rule=XR-05");
  await expect.poll(() => asked("/api/findings?rule=XR-05&state=open&order=day&limit=50&offset=0")).toBe(true);
  // The rules at the side keep the others in sight.
  expect(
    at.stub.asked.filter((each) => each.startsWith("/api/findings/counts")).some((each) => each.includes("XR-05")),
  ).toBe(false);
  await page.getByTitle("疑点或线索").click();
  await page.getByRole("menuitemradio", { name: "≥ 1,000 元" }).click();
  await page.waitForURL("**/findings?rule=XR-05&least=1000");
  await page.keyboard.press("/");
  await page.keyboard.type("S17");
  await page.waitForURL("**/findings?rule=XR-05&least=1000&text=S17");
  await page.getByRole("button", { name: "恢复默认" }).click();
  await page.waitForURL("**/findings");
});

test("a row says rule, sentence with the value that counts, provinces and money; J and Enter open it", async () => {
  const page = await at.open("/findings?rule=XR-01");
  const row = page.locator("tbody tr").first();
  expect(await text(row)).toBe(
    "XR-01自建/可疑两地重叠住院同一人2021-08-03起在两省住院，重叠5晚（限度1晚）。豫→京，沪ExampleHospital12021-08-0328,497.00未复核",
  );
  expect(await text(row.locator(".said strong"))).toBe("5");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("data-finding"))).toBe(id(2));
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${address(1, "?rule=XR-01")}`);
});

test("what is filtered is exported", async () => {
  const page = await at.open("/findings?rule=XR-01&order=loss");
  await page.getByRole("button", { name: "导出" }).click();
  const links = page.locator(".popover a");
  await links.last().waitFor();
  expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")))).toEqual(
    ["xlsx", "csv"].map((ending) => `/api/findings.${ending}?rule=XR-01&state=open&order=loss`),
  );
});

test("a finding says its values beside limits, what to rule out, the law, the money and its changes", async () => {
  const page = await at.open(address(4));
  await page.locator("[data-sentence] mark").waitFor();
  expect(await text(page.locator("table.held tbody"))).toBe("重叠5晚达到1晚");
  expect(await text(page.locator("[data-innocent]"))).toBe("出院登记迟于实际离院当日转院");
  const main = await text(page.locator("main"));
  for (const said of [
    "线索",
    "须调取的材料 调取两院入院记录",
    "Regulation 38 (1)2021-05-01 起",
    "责任方 医药机构",
    "调查方 两地协同",
    "部分估算",
    "疑似违规费用 48,500.00",
    "本疑点分担 20,000.00 元",
    "现行第 2 版",
    "重叠4晚重叠5晚",
  ])
    expect(main).toContain(said.replace(/\s/g, ""));
  await page.locator("[data-track] svg").waitFor();
  await page.locator("[data-track]").getByText("重叠 5 晚").waitFor();
  await page.locator("[data-pattern] svg").last().waitFor();
  await page.locator("[data-step=basic_fund]").waitFor();
});

test("J and K walk through the list that the finding was opened from", async () => {
  const page = await at.open(address(7, "?rule=XR-01&order=loss"));
  await page.getByText("第 7 / 120 条").waitFor();
  expect(asked(`/neighbours?rule=XR-01&state=open&order=loss`)).toBe(true);
  await page.keyboard.press("j");
  await page.waitForURL(`**${address(8, "?rule=XR-01&order=loss")}`);
  await page.getByRole("link", { name: "返回列表" }).click();
  await page.waitForURL("**/findings?rule=XR-01&order=loss");
});

test("a verdict is chosen by its key and given with a reason", async () => {
  const page = await at.open(address(1));
  await page.locator("[data-sentence]").waitFor();
  await page.keyboard.press("2");
  await page.getByLabel("理由（写入留痕）").fill("出院登记迟报，病历为证");
  const posted = page.waitForRequest((request) => request.method() === "POST");
  await page.keyboard.press("Control+Enter");
  expect((await posted).postDataJSON()).toEqual({
    evidenceHash: "a".repeat(64),
    stage: "waiting",
    label: "dismissed",
    strength: "desk",
    reason: "出院登记迟报，病历为证",
  });
  await page.getByText("结论绑定当前证据").waitFor();
  expect(at.stub.asked.filter((each) => each === `/api${address(1)}`).length).toBe(2);
});

test("many persons are a matrix, few a graph, and both are a table", async () => {
  const page = await at.open(address(2));
  const card = page.locator("[data-network]");
  await card.locator("rect").last().waitFor();
  expect(await card.locator("rect").count()).toBe(16);
  await page.getByText("16 人，2 家机构，4 天，16 笔结算；另有 1 笔不在您的范围内").waitFor();
  await page.locator(".card", { has: card }).getByRole("button", { name: "查看数据表" }).click();
  await card.getByRole("link", { name: "S20" }).waitFor();
  at.stub.overrides.set(`/api${address(2)}/claims`, groupClaims(4));
  await page.reload();
  const node = card.getByRole("button", { name: /^person00：1 个联系，1 笔结算/ });
  await node.focus();
  expect(await card.locator("path.faded").count()).toBe(3);
  await node.press("Enter");
  expect(await node.getAttribute("aria-pressed")).toBe("true");
});

test("a run says which rules were held, what was not applicable and why, and what changed", async () => {
  const page = await at.open("/runs");
  await page.locator("[data-changes] svg").waitFor();
  await page.getByRole("link", { name: "第 3 次运行" }).click();
  await page.waitForURL("**/runs/3");
  expect(await text(page.locator("[data-trouble]"))).toBe(
    "突增暂缓XR-05组团住院发现900条，按以往至多80条查看暂缓的疑点",
  );
  expect(await text(page.locator("[data-rule=XR-01]"))).toBe(
    "XR-01两地重叠住院第1版1,000住院·出院日期131,78512+21.20%+30−10.41",
  );
  await page.getByLabel("只看有变化的").check();
  await page.waitForURL("**/runs/3?show=changed");
  await expect.poll(() => page.locator("tbody tr").count()).toBe(2);
});

test("a finding of another province is not there", async () => {
  at.stub.failures.set(`/api${address(1)}`, {
    code: "finding.not_found",
    message: "no finding",
    details: { finding: id(1) },
  });
  const page = await at.open(address(1));
  await page.getByText("您可见的范围内没有疑点").waitFor();
});

test("an empty list and a failing one say so", async () => {
  at.stub.overrides.set("/api/findings", { findings: [], total: 0 });
  const page = await at.open("/findings");
  await page.getByText("没有符合条件的疑点").waitFor();
  at.stub.overrides.set("/api/findings", 500);
  await page.reload();
  await page.getByRole("alert").waitFor();
});

test("a layout names the rules it disables", async () => {
  const page = await at.open("/data?tab=layouts");
  expect(await text(page.locator("[data-rules]"))).toBe("XR-29外伤住院未说明第三方责任未提供第三方责任标志");
});

test.each(["/findings?rule=XR-01", address(4), address(2), "/runs", "/runs/3"])(
  "%s is whole in English and fits a phone",
  async (path) => {
    const page = await at.open(path, { viewport: { width: 390, height: 844 }, isMobile: true });
    await page.getByRole("button", { name: "切换为英文" }).click();
    await page.locator("html[lang=en]").waitFor();
    await expect.poll(() => page.locator("[aria-busy=true], .skeleton").count()).toBe(0);
    expect(await text(page.locator("main"))).not.toMatch(/\p{Script=Han}/u);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  },
);
