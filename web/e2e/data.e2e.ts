import { expect, test } from "vitest";
import { batches } from "./fixture.ts";
import { visits } from "./visit.ts";

const at = visits();

test("batches are listed with what became of their rows", async () => {
  const page = await at.open("/data");
  const row = page.getByRole("row").filter({ hasText: "setl_d-20213.csv" });
  await row.getByText("结算", { exact: true }).waitFor();
  expect(await row.getByRole("cell").allTextContents()).toEqual([
    expect.stringContaining("#3"),
    "2026-11-23 08:15:30",
    "setl_d-20213.csv",
    "结算",
    "nhsa-core",
    "参保地",
    "10,000",
    "9,947",
    "30",
    "8",
    "15",
  ]);
});

test("a batch opens with its rejects in words; its address leads back to it", async () => {
  const page = await at.open("/data");
  await page.getByRole("link", { name: "#3" }).click();
  await page.waitForURL("**/data?batch=3");
  await page.getByText("读取 10,000 = 接受 9,947 + 重复 30 + 替换 8 + 退回 15").waitFor();
  await page.getByText("小数位数过多").waitFor();
  expect(await page.getByRole("link", { name: "下载 rejects.csv" }).getAttribute("href")).toBe(
    "/api/batches/3/rejects.csv",
  );
  await page.getByRole("dialog").getByRole("tab", { name: "数据质量" }).click();
  await page.waitForURL("**/data?batch=3&detail=quality");
  await page.getByText("不符 82 · 0.82%").waitFor();
  await page.reload();
  await page.getByText("不符最多的机构").click();
  await page.getByText("H41010100001").waitFor();
  await page.keyboard.press("Escape");
  await page.waitForURL("**/data");
});

test("rejects are said in the reader's language, beside the names of the source", async () => {
  const page = await at.open("/data?batch=3");
  const drawer = page.getByRole("dialog");
  const texts = async (line: string) =>
    (await drawer.getByRole("row").filter({ hasText: line }).getByRole("cell").allTextContents()).map((cell) =>
      cell.replace(/\s+/g, " ").trim(),
    );
  await drawer.getByText("结算", { exact: true }).waitFor();
  await drawer.getByText("医疗费总额").waitFor();
  expect(await texts("12.345")).toEqual([
    "18",
    "医疗费总额 medfee_sumamt",
    "小数位数过多",
    "12.345",
    "数字，最多 2 位小数，不含分隔符",
  ]);
  expect(await texts("列数与表头不符")).toEqual(["91", "—", "列数与表头不符", "3 个字段", "71 个字段"]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "切换为英文" }).click();
  await page.getByRole("link", { name: "#3" }).click();
  await drawer.getByText("a number with at most 2 decimals, no separators").waitFor();
  await drawer.getByText("Total cost").waitFor();
});

test("rows that do not add up are told", async () => {
  const [first] = batches;
  at.stub.overrides.set("/api/batches/3", { ...first, rows: { ...first!.rows, accepted: 1 } });
  const page = await at.open("/data?batch=3");
  await page.getByText("行数不平").waitFor();
});

test("a file is sent with its name and what was chosen for it", async () => {
  const page = await at.open("/data");
  await page.getByLabel("报送方").selectOption("care");
  await page
    .getByLabel("选择文件")
    .setInputFiles({ name: "setl_d.csv", mimeType: "text/csv", buffer: Buffer.from("a,b\n1,2\n") });
  await page.getByText("读取 10，接受 8，重复 1，替换 0，退回 1").waitFor();
  expect(at.stub.asked).toContain("/api/batches/auto?source=setl_d.csv&reporter=care");
  await expect.poll(() => at.stub.asked.filter((path) => path === "/api/batches").length).toBeGreaterThan(1);
});

test("a refused file shows the server's reason, in the reader's language where it is known", async () => {
  const page = await at.open("/data");
  const send = () =>
    page.getByLabel("选择文件").setInputFiles({ name: "x.csv", mimeType: "text/csv", buffer: Buffer.from("x") });
  at.stub.overrides.set("/api/batches/auto", 400);
  await send();
  await page.getByRole("alert").getByText("the stub was told to fail").waitFor();
  const details = { file: "x.csv", got: "0 bytes", variant: "no_bytes" };
  at.stub.failures.set("/api/batches/auto", { code: "intake.empty", message: "x.csv: expected records", details });
  await send();
  await page.getByRole("alert").getByText("x.csv：文件是空的（0 字节）。请上传带表头的文件。").waitFor();
});

test("layouts tell what they lack and what that disables", async () => {
  const page = await at.open("/data?tab=layouts");
  await page.getByText("未提供结束日期").waitFor();
  await page.getByText("追溯码").waitFor();
  await page.locator("summary").filter({ hasText: "setl_d" }).click();
  await page.getByText("异地标志").waitFor();
});

test("a running job is shown with its progress", async () => {
  const job = {
    id: 1,
    command: "load",
    state: "running",
    progress: { phase: "check", subject: "setl_d.csv", done: 1, total: 4 },
  };
  at.stub.overrides.set("/api/jobs", {
    jobs: [{ ...job, queuedAt: "2026-11-22T00:00:00Z", startedAt: "2026-11-22T00:00:00Z" }],
  });
  const page = await at.open("/data");
  expect(await page.getByRole("progressbar", { name: "载入数据" }).getAttribute("value")).toBe("0.25");
  await page.getByText("核对 setl_d.csv").waitFor();
});

test("on a phone the page does not scroll sideways", async () => {
  const page = await at.open("/data?batch=3", { viewport: { width: 390, height: 844 }, isMobile: true });
  await page.getByText("小数位数过多").waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test("what is unusual about the data is counted with its outcome, the most frequent first", async () => {
  const page = await at.open("/data");
  await page.getByRole("tab", { name: "数据质量" }).click();
  await page.waitForURL("**/data?tab=quality");
  await page.getByText("冲销找不到原结算").waitFor();
  expect(
    (await page.getByRole("heading", { level: 3 }).allTextContents()).map((text) => text.replace(/\s+/g, " ").trim()),
  ).toEqual(["冲销找不到原结算 1,034 结算", "出院一年后才结算 12 结算"]);
  await page.getByText("举例").first().click();
  await page.getByRole("row").filter({ hasText: "410100 R1" }).getByText("河南").waitFor();
  await page.getByText("已撤销的县级代码").waitFor();
});
