import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { visits } from "./visit.ts";

let server: ChildProcess;
let url: string;
const folder = mkdtempSync(join(tmpdir(), "jiheng-pages-"));
const at = visits(() => url);

beforeAll(async () => {
  server = spawn(process.execPath, ["server/main.ts", "serve", "--port", "0", "--data", folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: server.stdout! });
  for await (const line of lines) {
    const found = /http:\/\/\S+/.exec(line);
    if (!line.startsWith("{") && found) {
      url = found[0];
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

test("a file given to the data page becomes figures on the overview", async () => {
  const page = await at.open("/");
  await page.getByRole("link", { name: "去接入数据" }).click();
  await page.getByLabel("选择文件").setInputFiles({ name: "setl_d.csv", mimeType: "text/csv", buffer: settlements() });
  await page.getByText("读取 30，接受 29，重复 0，替换 0，退回 1").waitFor();
  await page.getByRole("link", { name: "查看批次 #1" }).click();
  await page.getByText("日期不存在或写法不对").waitFor();
  await page.keyboard.press("Escape");

  await page.getByRole("link", { name: "总览" }).click();
  const visitsShown = page.locator("[data-measure=visits] strong");
  await expect.poll(() => visitsShown.textContent()).toBe("29");
  expect(await page.locator("[data-measure=fund_ratio] strong").textContent()).toBe("58.0");
  expect(await page.locator("[data-measure=reduced_advance] strong").textContent()).toBe("1.16");
  await page.getByRole("button", { name: /^河南，/ }).click();
  await expect.poll(() => visitsShown.textContent()).toBe("19");
  await page.getByRole("button", { name: "河南到北京，19 人次" }).waitFor();
});
