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
}, 300_000);

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
    ["deductible", "medfee_sumamt < 0 or act_pay_dedc between 0 and least(crt_dedc, inscp_amt)"],
    [
      "signs",
      "medfee_sumamt < 0 or least(fulamt_ownpay_amt, overlmt_selfpay, preselfpay_amt, hifp_pay, acct_pay, cash_payamt) >= 0",
    ],
    ["dates", "begndate <= enddate and enddate <= setl_time::date"],
    ["ages", "age between 0 and 110 and brdy <= begndate"],
    ["label", "jh_generated_scale = 3000"],
    ["keys", "setl_id is not null and mdtrt_id is not null and fixmedins_code is not null"],
  ])("satisfy: %s", async (_, condition) => {
    expect(await count("select count(*) from setl_d")).toBeGreaterThan(5000);
    expect(await count(`select count(*) from setl_d where (${condition}) is not true`)).toBe(0);
  });

  it("carry reversals that net to zero, interim settlements and copies of the care side", async () => {
    const orphans = `select count(*) from setl_d as r left join setl_d as o on o.setl_id = r.init_setl_id and o.insu_admdvs = r.insu_admdvs
      where r.init_setl_id is not null and (o.setl_id is null or r.medfee_sumamt + o.medfee_sumamt <> 0 or r.fund_pay_sumamt + o.fund_pay_sumamt <> 0)`;
    expect(await count("select count(*) from setl_d where init_setl_id is not null")).toBeGreaterThan(10);
    expect(await count(orphans)).toBe(0);
    // Taken back by a flag on the row itself.
    expect(await count("select count(*) from setl_d where refd_setl_flag = '1' and medfee_sumamt > 0")).toBeGreaterThan(
      5,
    );
    const unpaired = `select count(*) from setl_d as c left join setl_d as o on o.medins_setl_id = c.medins_setl_id and o.poolarea_no = o.insu_admdvs
      where c.poolarea_no <> c.insu_admdvs and (o.setl_id is null or o.medfee_sumamt <> c.medfee_sumamt or o.setl_id = c.setl_id or o.mdtrt_id = c.mdtrt_id)`;
    expect(await count("select count(*) from setl_d where out_flag = '2'")).toBeGreaterThan(100);
    expect(await count("select count(*) from setl_d where out_flag is null")).toBeGreaterThan(100);
    expect(await count(unpaired)).toBe(0);
    expect(await count("select count(*) from setl_d where mid_setl_flag = '1'")).toBeGreaterThan(0);
  });

  it("are followed by supplementary ones: no visit, no cost of their own, nothing reported by the care side", async () => {
    const after = `select count(*) from setl_d as s join setl_d as o on o.mdtrt_id = s.mdtrt_id and o.insu_admdvs = s.insu_admdvs and o.setl_type <> '3'
      where s.setl_type = '3' and s.setl_time > o.setl_time and s.fund_pay_sumamt < o.psn_pay`;
    const supplementary = await count("select count(*) from setl_d where setl_type = '3'");
    expect(supplementary).toBeGreaterThan(0);
    expect(await count(after)).toBe(supplementary);
    expect(
      await count("select count(*) from setl_d where setl_type = '3' and (out_flag = '2' or cal_ipt_cnt = '1')"),
    ).toBe(0);
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

describe("what belongs to them", () => {
  it.each([
    ["amount = quantity × price", "abs(det_item_fee_sumamt - round(pric::decimal(38, 6) * cnt, 2)) <= 0.01"],
    ["amount = its four parts", "det_item_fee_sumamt = fulamt_ownpay_amt + overlmt_amt + preselfpay_amt + inscp_amt"],
    ["parts are not negative", "least(fulamt_ownpay_amt, overlmt_amt, preselfpay_amt, inscp_amt) >= 0"],
    [
      "the catalogue's split",
      `case when chrgitm_lv = '03' then fulamt_ownpay_amt = det_item_fee_sumamt
         else overlmt_amt = round(greatest(0, pric - coalesce(pric_uplmt_amt, pric)) * cnt, 2)
           and preselfpay_amt = round((det_item_fee_sumamt - overlmt_amt) * selfpay_prop, 2) end`,
    ],
  ])("lines: %s", async (_, condition) => {
    expect(await count("select count(*) from fee_list_d")).toBeGreaterThan(15_000);
    expect(await count(`select count(*) from fee_list_d where (${condition}) is not true`)).toBe(0);
  });

  it("lines add up to their settlement in all five amounts, and lie within the stay", async () => {
    const sums = `select poolarea_no, setl_id, sum(det_item_fee_sumamt) as amount, sum(fulamt_ownpay_amt) as full_self_pay, sum(overlmt_amt) as over_limit,
      sum(preselfpay_amt) as first_pay, sum(inscp_amt) as in_scope from fee_list_d group by all`;
    const joined = `from setl_d as s join (${sums}) as l using (poolarea_no, setl_id)`;
    expect(await count(`select count(*) ${joined}`)).toBeGreaterThan(2500);
    const wrong =
      "(s.medfee_sumamt, s.fulamt_ownpay_amt, s.overlmt_selfpay) is distinct from (amount, full_self_pay, over_limit)";
    expect(await count(`select count(*) ${joined} where ${wrong}`)).toBe(0);
    // Extra first-pay of the insured place stands on the settlement alone, in in-patients' only.
    const extra =
      "(s.preselfpay_amt - l.first_pay) is distinct from (l.in_scope - s.inscp_amt) or s.preselfpay_amt < l.first_pay";
    expect(await count(`select count(*) ${joined} where ${extra}`)).toBe(0);
    expect(await count(`select count(*) ${joined} where s.preselfpay_amt > l.first_pay`)).toBeGreaterThan(50);
    expect(await count(`select count(*) ${joined} where s.preselfpay_amt > l.first_pay and clr_type <> '21'`)).toBe(0);
    const outside = `select count(*) from fee_list_d as l join mdtrt_d as e using (insu_admdvs, mdtrt_id, poolarea_no)
      where l.fee_ocur_time not between e.begntime and e.endtime`;
    expect(await count(outside)).toBe(0);
  });

  it("fund shares add up to the fund, and stay below what the year's ceiling leaves", async () => {
    const wrong = `select count(*) from setl_d as s join (
        select insu_admdvs, setl_id, sum(fund_payamt) as paid, bool_or(fund_pay_type = '310200') as account from setl_fund_detail group by all
      ) as f using (insu_admdvs, setl_id) where f.paid <> s.fund_pay_sumamt + case when account then s.acct_pay else 0 end`;
    expect(await count("select count(*) from setl_fund_detail")).toBeGreaterThan(5000);
    expect(await count(wrong)).toBe(0);
    expect(await count("select count(*) from setl_fund_detail where fund_payamt > crt_payb_lmt_amt")).toBe(0);
    const missing = `select count(*) from setl_d anti join setl_fund_detail using (insu_admdvs, setl_id) where poolarea_no = insu_admdvs and fund_pay_sumamt <> 0`;
    expect(await count(missing)).toBe(0);
  });

  it("year totals are what opening balances and settlements give", async () => {
    const wrong = `select count(*) from (
        select insu_admdvs, psn_no, year, arg_max(basic_fund, as_of) - coalesce(max(basic_fund) filter (as_of < '2020-12-31' or as_of between '2021-01-01' and '2021-11-29'), 0) as added
        from accumulator group by all
      ) as a full join (
        select insu_admdvs, psn_no, year, sum(hifp_pay) as paid from setl_d
        where poolarea_no = insu_admdvs and not (refd_setl_flag = '1' and medfee_sumamt > 0) group by all
      ) as s using (insu_admdvs, psn_no, year) where a.added is distinct from s.paid`;
    expect(await count("select count(*) from accumulator")).toBeGreaterThan(2000);
    expect(await count(wrong)).toBe(0);
  });

  it("special drugs are sold under an entitlement, where the network says so", async () => {
    const sold = `from fee_list_d as l left join opsp_reg_d as q
        on q.insu_admdvs = l.insu_admdvs and q.psn_no = l.psn_no and q.item_code = l.med_list_codg and l.fee_ocur_time::date between q.begndate and q.enddate
      left join network_service as n on n.fixmedins_code = l.fixmedins_code and n.service = 'special_drug' and n.item_code = l.med_list_codg
        and n.open_from <= l.fee_ocur_time::date
      where l.list_sp_item_flag = '1'`;
    expect(await count(`select count(*) ${sold}`)).toBeGreaterThan(20);
    expect(await count(`select count(*) ${sold} and (q.psn_no is null or n.item_code is null)`)).toBe(0);
  });

  it("filings follow the published mix", async () => {
    const share = async (reasons: string) =>
      (await count(
        `select 1e6 * count(distinct psn_no) filter (${reasons}) // count(distinct psn_no) filter (rloc_rea <> '08') from out_appy_d`,
      )) / 1e4;
    expect(Math.abs((await share("rloc_rea = '02'")) - 39)).toBeLessThan(3);
    expect(Math.abs((await share("rloc_rea = '07' and memo like '12%'")) - 10.3)).toBeLessThan(2);
    expect(Math.abs((await share("rloc_rea = '06'")) - 49.1)).toBeLessThan(3);
    expect(await count("select count(distinct dcla_souc) from out_appy_d")).toBe(4);
    expect(await count("select count(*) from out_appy_d where vali_flag = '0'")).toBeGreaterThan(20);
  });

  it("manual stays over 30,000 yuan are looked into", async () => {
    const missing = `select count(*) from setl_d anti join investigation using (setl_id) where pay_loc = '1' and medfee_sumamt > 30000`;
    expect(await count("select count(*) from investigation")).toBeGreaterThan(5);
    expect(await count(missing)).toBe(0);
  });
});

describe("determinism", () => {
  it("gives the same files for the same seed on any number of threads", async () => {
    await make("again", { seed: 1, threads: 1 });
    expect(await content("again")).toEqual(await content("first"));
  });

  it("draws otherwise for another seed, row or salt, and evenly", async () => {
    const draws = async (seed: number, row: string, salt: string) => {
      const other = await openEngine(seed);
      await other.file("draws");
      const [found] = await other.rows<{ mean: number; first: number; both: number }>(
        `select avg(u(i, '${salt}')) as mean, first(u(${row}, '${salt}') order by i) as first, corr(u(i, '${salt}'), u(i, '${salt} too')) as both
         from range(20000) as r(i)`,
      );
      other.close();
      return found!;
    };
    const all = [
      await draws(1, "1", "a"),
      await draws(2, "1", "a"),
      await draws(1, "2", "a"),
      await draws(1, "1", "b"),
    ];
    expect(new Set(all.map(({ first }) => first)).size).toBe(4);
    for (const { mean, both } of all) {
      expect(Math.abs(mean - 0.5)).toBeLessThan(0.01);
      expect(Math.abs(both)).toBeLessThan(0.03);
    }
  });
});
