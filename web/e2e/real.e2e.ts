import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { barriers } from "./barriers.ts";
import { visits } from "./visit.ts";

let server: ChildProcess;
let url: string;
/** As the terminal tells it, once. */
let firstPassword: string;
const folder = mkdtempSync(join(tmpdir(), "jiheng-pages-"));
const at = visits(() => url);

beforeAll(async () => {
  server = spawn(process.execPath, ["server/main.ts", "serve", "--port", "0", "--data", folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: server.stdout! });
  for await (const line of lines) {
    if (line.startsWith("{")) continue;
    url ??= /http:\/\/\S+/.exec(line)?.[0] ?? url;
    const first = /first sign-in: admin\s+(\S+)/.exec(line);
    if (first) {
      firstPassword = first[1]!;
      break;
    }
  }
  if (!url) throw new Error("the server ended before it said where it listens; its reason stands above");
  server.stdout!.resume();
});
afterAll(async () => {
  if (server.exitCode === null) {
    server.kill("SIGTERM");
    await once(server, "exit");
  }
  rmSync(folder, { recursive: true, force: true });
});

/** Stays of insured persons of Henan in Beijing, and of Anhui in Shanghai; one line has a date that does not exist. */
function settlements(): Buffer {
  const header =
    "setl_id,mdtrt_id,psn_no,insutype,insu_admdvs,fixmedins_code,fix_blng_admdvs,begndate,enddate,setl_time,med_type,medfee_sumamt,hifp_pay,fund_pay_sumamt,psn_part_amt,refd_setl_flag,vali_flag";
  const rows = Array.from({ length: 30 }, (_, i) => {
    const [from, to] = i % 3 === 0 ? ["340100", "310000"] : ["410100", "110000"];
    const day = `2021-0${1 + (i % 4)}-1${i % 9}`;
    const end = i === 29 ? "2021-02-30" : day;
    return `S${i},M${i},P${i},310,${from},H${to}01,${to},${day},${end},${day} 10:00:00,21,20000.00,11600.00,11600.00,8400.00,0,1`;
  });
  return Buffer.from([header, ...rows].join("\n"));
}

/** Signs in with a password for one use, which is good for setting an own one. */
async function enter(page: Page, account: string, oneTime: string): Promise<void> {
  const own = `${account}-Kx7!vTq2`.split("").reverse().join("");
  await page.getByRole("textbox", { name: "账户" }).fill(account);
  await page.getByLabel("密码", { exact: true }).fill(oneTime);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("heading", { name: "请先设置自己的密码" }).waitFor();
  await page.getByLabel("当前密码").fill(oneTime);
  await page.getByLabel("新密码", { exact: true }).fill(own);
  await page.getByLabel("再次输入").fill(own);
  await page.getByRole("button", { name: "修改密码" }).click();
  await page.locator(`[data-who=${account}]`).waitFor();
}

/** Makes an account as an administrator's page does; gives its password for one use. */
const makeSupervisor = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const { csrf } = (await (await fetch("/api/session")).json()) as { csrf: string };
    const headers = { "content-type": "application/json", "x-csrf-token": csrf };
    const body = JSON.stringify({ id: "jiandu", name: "监督员", role: "supervisor", scope: { all: true } });
    const made = await fetch("/api/accounts", { method: "POST", headers, body });
    return ((await made.json()) as { oneTimePassword: string }).oneTimePassword;
  });

test("the first administrator loads a file and makes an account, which sees its figures", async () => {
  const page = await at.open("/data");
  await page.getByRole("button", { name: "登录" }).waitFor();
  expect(await barriers(page)).toEqual([]);
  await enter(page, "admin", firstPassword);
  await page.getByLabel("选择文件").setInputFiles({ name: "setl_d.csv", mimeType: "text/csv", buffer: settlements() });
  await page.getByText("读取 30，接受 29，重复 0，替换 0，退回 1").waitFor();
  await page.getByRole("link", { name: "查看批次 #1" }).click();
  await page.getByText("日期不存在或写法不对").waitFor();
  await page.keyboard.press("Escape");
  const oneTime = await makeSupervisor(page);
  for (const path of ["/accounts", "/journal?entry=1", "/account"]) {
    await page.goto(url + path);
    await page.locator("h2").last().waitFor();
    await expect.poll(() => page.locator("[aria-busy=true], .skeleton").count()).toBe(0);
    expect(await barriers(page), path).toEqual([]);
  }
  await page.locator("[data-who=admin]").click();
  await page.getByRole("menuitem", { name: "退出登录" }).click();

  await enter(page, "jiandu", oneTime);
  await page.getByRole("link", { name: "总览" }).click();
  const visitsShown = page.locator("[data-measure=visits] strong");
  await expect.poll(() => visitsShown.textContent()).toBe("29");
  expect(await page.locator("[data-measure=fund_ratio] strong").textContent()).toBe("58.0");
  expect(await page.locator("[data-measure=reduced_advance] strong").textContent()).toBe("1.16");
  await page.getByRole("button", { name: /^河南，/ }).click();
  await expect.poll(() => visitsShown.textContent()).toBe("19");
  await page.getByRole("button", { name: "河南到北京，19 人次" }).waitFor();
});
