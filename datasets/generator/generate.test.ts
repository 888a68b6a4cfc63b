import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { calibration } from "./calibration.ts";
import { type Engine, openEngine } from "./engine.ts";
import { FILES_OF_A_SLICE, FILES_OF_THE_RUN } from "./files.ts";
import { generate } from "./generate.ts";

const tables = [...FILES_OF_A_SLICE, ...FILES_OF_THE_RUN];
const SMALL = { scale: 3000 };

let folder: string;
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "generator-"));
  engine = await openEngine(0);
  await make("first", { seed: 1, threads: 2 });
  for (const table of tables) {
    await engine.run(`create view ${table} as from read_parquet('${folder}/first/${table}.parquet')`);
  }
});

afterAll(async () => {
  engine.close();
  await rm(folder, { recursive: true, force: true });
});

const make = (name: string, options: { seed: number; threads?: number }) =>
  generate({ out: path.join(folder, name), ...SMALL, ...options });

/** Content of the files in their order: rows are numbered before they are hashed. */
async function content(name: string): Promise<string[]> {
  const hashes = tables.map(async (table) => {
    const file = `${folder}/${name}/${table}.parquet`;
    const [row] = await engine.rows<{ hash: string }>(
      `select bit_xor(hash(file_row_number, t::varchar))::varchar as hash from (from read_parquet('${file}', file_row_number = true)) as t`,
    );
    return row!.hash;
  });
  return Promise.all(hashes);
}

const count = async (text: string) =>
  Number((await engine.rows<{ n: string }>(`select (${text})::varchar as n`))[0]!.n);

describe("calibration", () => {
  it("meets the published figures, in visits, money and quotients", async () => {
    const lines = await calibration({ out: path.join(folder, "first"), ...SMALL });
    const of = (measure: string) =>
      lines.find((line) => line.population === "inpatient" && line.from === "2021-01" && line.measure === measure)!;
    const scale = await count("select max(jh_generated_scale) from setl_d");
    expect(Math.round((Number(of("visits").generated) * 1e4) / scale)).toBe(Math.round(3_976_200 / scale));
    expect(Math.abs(of("total_cost").difference)).toBeLessThan(1e-4);
    expect(Math.abs(of("fund_total").difference)).toBeLessThan(1e-4);
    expect(of("fund_ratio").generated).toBe("58.1");
    expect(Number(of("reduced_advance").generated).toFixed(2)).toBe("1.41");
    const big = lines.filter(({ population, measure }) => population !== "chronic" && measure.endsWith("_total"));
    for (const line of big) expect(line, JSON.stringify(line)).toSatisfy(() => Math.abs(line.difference) < 1e-4);
  });
});

describe("rows", () => {
  it.each([
    ["parts", "medfee_sumamt = fulamt_ownpay_amt + overlmt_selfpay + preselfpay_amt + inscp_amt"],
    [
      "funds",
      "fund_pay_sumamt = hifp_pay + cvlserv_pay + hifes_pay + hifmi_pay + hifob_pay + hifdm_pay + maf_pay + othfund_pay",
    ],
    ["payers", "medfee_sumamt = fund_pay_sumamt + psn_pay + ownpay_hosp_part"],
    ["purses", "psn_pay = acct_pay + acct_mulaid_pay + cash_payamt"],
    ["deductible", "refd_setl_flag = '1' or act_pay_dedc between 0 and least(crt_dedc, inscp_amt)"],
    [
      "signs",
      "refd_setl_flag = '1' or least(fulamt_ownpay_amt, overlmt_selfpay, preselfpay_amt, hifp_pay, acct_pay, cash_payamt) >= 0",
    ],
    ["dates", "begndate <= enddate and enddate <= setl_time::date"],
    ["ages", "age between 0 and 110 and brdy <= begndate"],
    ["label", "jh_generated_scale > 1"],
    ["keys", "setl_id is not null and mdtrt_id is not null and fixmedins_code is not null"],
  ])("satisfy: %s", async (_, condition) => {
    expect(await count("select count(*) from setl_d")).toBeGreaterThan(5000);
    expect(await count(`select count(*) from setl_d where (${condition}) is not true`)).toBe(0);
  });

  it("carry reversals that net to zero, interim settlements and copies of the care side", async () => {
    const orphans = `select count(*) from setl_d as r left join setl_d as o on o.setl_id = r.init_setl_id and o.insu_admdvs = r.insu_admdvs
      where r.refd_setl_flag = '1' and (o.setl_id is null or r.medfee_sumamt + o.medfee_sumamt <> 0 or r.fund_pay_sumamt + o.fund_pay_sumamt <> 0)`;
    expect(await count("select count(*) from setl_d where refd_setl_flag = '1'")).toBeGreaterThan(10);
    expect(await count(orphans)).toBe(0);
    const unpaired = `select count(*) from setl_d as c left join setl_d as o on o.medins_setl_id = c.medins_setl_id and o.out_flag = '1'
      where c.out_flag = '2' and (o.setl_id is null or o.medfee_sumamt <> c.medfee_sumamt or o.setl_id = c.setl_id)`;
    expect(await count("select count(*) from setl_d where out_flag = '2'")).toBeGreaterThan(100);
    expect(await count(unpaired)).toBe(0);
    expect(await count("select count(*) from setl_d where mid_setl_flag = '1'")).toBeGreaterThan(0);
  });

  it("go to other provinces where they are settled as such, with a filing that covers them", async () => {
    const same = "select count(*) from setl_d where pay_loc = '4' and left(insu_admdvs, 2) = left(fix_blng_admdvs, 2)";
    expect(await count(same)).toBe(0);
    const uncovered = `select count(*) from mdtrt_d as e join out_appy_d as f using (trt_dcla_detl_sn)
      where f.begndate > e.begntime::date or f.enddate < e.endtime::date or f.crte_time >= e.crte_time`;
    expect(await count("select count(*) from mdtrt_d semi join out_appy_d using (trt_dcla_detl_sn)")).toBeGreaterThan(
      1000,
    );
    expect(await count(uncovered)).toBe(0);
    expect(await count("select count(*) from setl_d anti join fixmedins_b using (fixmedins_code)")).toBe(0);
  });

  it("name nobody: certificate numbers have a right check digit and an impossible division", async () => {
    const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const rows = await engine.rows<{ certno: string }>("select distinct certno from setl_d order by 1 limit 500");
    for (const { certno } of rows) {
      const sum = weights.reduce((total, weight, index) => total + weight * Number(certno[index]), 0);
      expect(certno).toMatch(/^99\d{15}[\dX]$/);
      expect(certno.at(-1)).toBe("10X98765432"[sum % 11]);
    }
    expect(
      await count("select count(*) from setl_d where psn_name not like '示例%' or fixmedins_name not like '示例%'"),
    ).toBe(0);
  });
});

describe("determinism", () => {
  it("gives the same files for the same seed on any number of threads, others for another seed", async () => {
    await make("again", { seed: 1, threads: 1 });
    await make("other", { seed: 2 });
    expect(await content("again")).toEqual(await content("first"));
    const [first, other] = [await content("first"), await content("other")];
    expect(first.filter((hash, index) => hash === other[index] && tables[index] !== "fixmedins_b")).toEqual([]);
  });
});
