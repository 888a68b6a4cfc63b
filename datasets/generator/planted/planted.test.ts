import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, openEngine } from "../engine.ts";
import { generate } from "../generate.ts";
import { mistakes } from "../populations.ts";
import { loadMistakes, loadPolicyTerms } from "../tables.ts";
import { loadCards } from "./cards.ts";
import { strengths } from "./declaration.ts";
import { plant } from "./plant.ts";
import { amountsOf, type Due, type Settle } from "./settle.ts";
import { sightings } from "./sightings.fixture.ts";

const cards = await loadCards();
const files = [
  ...[
    "setl_d",
    "mdtrt_d",
    "fee_list_d",
    "out_appy_d",
    "opsp_reg_d",
    "psn_info_b",
    "psn_insu_d",
    "trace_code",
    "investigation",
  ],
  ...["setl_fund_detail", "fixmedins_b", "network_service", "truth/truth"],
];
/** The column of each written table that `truth.record_key` names. */
const keys: Record<string, string> = {
  setl_d: "setl_id",
  fee_list_d: "setl_id || '/' || bkkp_sn",
  out_appy_d: "trt_dcla_detl_sn",
  opsp_reg_d: "trt_dcla_detl_sn",
  psn_info_b: "psn_no",
  psn_insu_d: "psn_insu_rlts_id",
  trace_code: "drug_trac_codg",
  fixmedins_b: "fixmedins_code",
};
const dataset = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

let folder: string;
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "planted-"));
  await generate({
    out: folder,
    seed: 1,
    settlements: 1500,
    from: "2024-01-01",
    to: "2024-12-31",
    planted: true,
    threads: 2,
  });
  engine = await openEngine(0);
  for (const file of files) {
    await engine.run(`create table ${path.basename(file)} as from read_parquet('${folder}/${file}.parquet')`);
  }
  await engine.run(views);
  await loadPolicyTerms(engine, "2024-01-01", "2024-12-31");
  await loadMistakes(engine, mistakes.planted);
}, 300_000);

afterAll(async () => {
  engine.close();
  await rm(folder, { recursive: true, force: true });
});

/** Nothing from any fund. */
const unpaid: Settle = async (_, visits, linesOf) =>
  new Map(
    visits.map((visit) => {
      const lines = linesOf.get(visit)!;
      const due = {
        ...{
          benefit_year: "2024",
          term: 1,
          extra: 0,
          deductible_standard: 0,
          deductible_paid: 0,
          ratio: 0,
          remaining_limit: null,
        },
        ...{ basic_fund: 0, large_amount_fund: 0, serious_illness_fund: 0, civil_servant_fund: 0, medical_aid_fund: 0 },
        in_scope: lines.reduce((sum, { inScope }) => sum + inScope, 0),
      } satisfies Due;
      return [visit, amountsOf(visit, lines, due)];
    }),
  );

/** What `plant` would put into the tables of a run with so many settlements, without a generator behind it. */
async function planted(seed: number, settlements = 1000, to = "2024-12-31", slice = 0) {
  await engine.run(
    `set variable seed = ${seed}::bigint; set variable planted_from = ${9_000_000_000 + slice * 1_000_000}::bigint`,
  );
  await engine.run(`create or replace view settlement as from range(${settlements})`);
  const statements: string[] = [];
  const written: Record<string, unknown> = {};
  let last: readonly unknown[] = [];
  const recorder: Engine = {
    ...engine,
    run: async (text) => {
      const into = /^insert into (\w+)/.exec(text)?.[1];
      if (into) written[into] = last;
      statements.push(text);
    },
    table: async (_name, _shape, values) => {
      last = values;
    },
  };
  await plant(recorder, { slice, slices: 2, from: "2024-01-01", to, scale: 1 }, unpaid);
  return { rows: written, statements };
}

const rows = (text: string) => engine.rows<Record<string, string>>(text);
const none = async (text: string) => expect(await rows(`${text} limit 5`)).toEqual([]);

/** The files as a reader would lay them side by side: settlements of the insured side that hold, with encounter, place and province. */
const views = `
  create macro km(a, b, c, d) as 12742 * asin(sqrt(sin(radians((c - a) / 2)) ** 2 + cos(radians(a)) * cos(radians(c)) * sin(radians((d - b) / 2)) ** 2));
  create table region as from read_csv('${dataset("regions/china.csv")}', all_varchar = true);
  create table item as select item_code, max(price_high::double) as price_high from read_csv('${dataset("catalogue/items.csv")}', all_varchar = true) group by all;
  create table special as select distinct item_code as med_list_codg from read_csv('${dataset("catalogue/items.csv")}', all_varchar = true) where special_drug = '1';
  create table first_fee as select setl_id, min(fee_ocur_time) as first_fee, count(*) filter (rx_circ_flag = '1') as outside from fee_list_d group by all;
  create table care as
    select
      s.*, s.setl_id as key, s.fixmedins_code as place, left(s.insu_admdvs, 2) as home, left(s.fix_blng_admdvs, 2) as away,
      m.begntime, m.tel, m.addr, m.dscg_maindiag_code as diagnosis, m.trt_dcla_detl_sn as filing_no, f.first_fee, coalesce(f.outside, 0) as outside,
      r.latitude::double as latitude, r.longitude::double as longitude,
      list_contains(['31', '32', '33', '34'], home) and list_contains(['31', '32', '33', '34'], away)
        or list_contains(['11', '12', '13'], home) and list_contains(['11', '12', '13'], away) as exempt
    from setl_d s join mdtrt_d m on m.mdtrt_id = s.mdtrt_id left join first_fee f on f.setl_id = s.setl_id
    join region r on r.code = s.fix_blng_admdvs
    where s.poolarea_no = s.insu_admdvs and s.refd_setl_flag = '0';
  create view stay as from care where med_type in ('21', '22', '23', '24', '52');
  create view visit as from care where med_type in ('11', '13', '14', '41');
  alter table network_service add column institution_code varchar;
  update network_service set institution_code = fixmedins_code;
  create view institution as
    select fix_blng_admdvs as area, if(fixmedins_type = '2', 'P', 'H') as kind, fixmedins_code as institution_code, licensed_beds as beds,
      case when hosp_lv <= '04' then 1 when hosp_lv <= '07' then 2 when hosp_lv <= '10' then 3 else 4 end as tier_place from fixmedins_b;
  create view taken_back as from setl_d where refd_setl_flag = '1' and poolarea_no = insu_admdvs;
  create view bill as
    select l.*, c.certno, c.begndate, c.away, c.home, c.setl_type from fee_list_d l join care c on c.setl_id = l.setl_id where l.poolarea_no = l.insu_admdvs;`;

describe("the truth", () => {
  it("holds every card, in every strength and with every twin", async () => {
    const crossRegion = Array.from({ length: 34 }, (_, n) => `XR-${String(n + 1).padStart(2, "0")}`);
    const settlement = ["CAP", "DEDC", "ID", "LAYER", "LINE", "LMT", "RATIO"].map((name) => `RS-${name}`);
    expect(cards.map(({ card }) => card)).toEqual([...settlement, ...crossRegion]);
    expect(Object.keys(sightings)).toEqual(crossRegion);
    const made = await rows(
      "select distinct card, coalesce(strength, split_part(detail, ':', 1)) as kind from truth where scheme_no like '%/%/%'",
    );
    const kinds = cards.flatMap(({ card, lookAlikes }) =>
      [...strengths, ...Object.keys(lookAlikes)].map((kind) => `${card} ${kind}`),
    );
    expect(made.map(({ card, kind }) => `${card} ${kind}`).sort()).toEqual(kinds.sort());
    expect(cards.every(({ lookAlikes }) => Object.keys(lookAlikes).length > 0)).toBe(true);
  });

  it("names records that were written", async () => {
    const tables = await rows("select distinct table_name from truth order by 1");
    expect(tables.map(({ table_name }) => table_name).filter((table) => !Object.hasOwn(keys, table!))).toEqual([]);
    for (const { table_name } of tables) {
      const written = `select ${keys[table_name!]} as record_key from ${table_name}`;
      await none(`select * from truth where table_name = '${table_name}' and record_key not in (${written})`);
    }
  });

  it("names the person and the institution of a settlement", async () => {
    await none(
      `select * from truth join setl_d on record_key = setl_id where person <> psn_no or institution <> fixmedins_code`,
    );
    await none(
      "select record_key from truth where table_name = 'setl_d' group by all having count(distinct scheme_no) > 1",
    );
  });
});

describe("settlement errors", () => {
  it("say who answers for them and what they came to; nothing else does", async () => {
    const told = "responsible is not null and amount is not null";
    const error = "table_name = 'setl_d' and label = 'planted' and (card like 'RS-%' or card = 'XR-10')";
    await none(`select * from truth where scheme_no like '%/%/%' and (${told}) <> (${error})`);
  });

  it("of stories are not in areas whose system errs throughout", async () => {
    const areas = [...mistakes.planted.systemic, ...mistakes.planted.contradicted].map(({ area }) => `'${area}'`);
    await none(`select * from truth join setl_d on record_key = setl_id
      where insu_admdvs in (${areas.join(", ")}) and scheme_no like '%/%/%'`);
  });
});

describe("planted settlements", () => {
  const planted = "from setl_d where setl_id in (select record_key from truth where card <> 'RS-ID')";

  it("keep the identities of settlements", async () => {
    await none(`${planted} and medfee_sumamt <> fulamt_ownpay_amt + overlmt_selfpay + preselfpay_amt + inscp_amt`);
    await none(
      `${planted} and fund_pay_sumamt <> hifp_pay + cvlserv_pay + hifes_pay + hifmi_pay + hifob_pay + maf_pay + hifdm_pay + othfund_pay`,
    );
    await none(`${planted} and medfee_sumamt <> fund_pay_sumamt + psn_pay + ownpay_hosp_part`);
    await none(`${planted} and psn_pay <> acct_pay + acct_mulaid_pay + cash_payamt`);
    await none(`${planted} and (cash_payamt < 0 or acct_pay < 0 or hifp_pay < 0 or psn_pay < 0)`);
    await none(`${planted} and not act_pay_dedc between 0 and least(crt_dedc, inscp_amt)`);
  });

  it("have lines that add up, each split without rest", async () => {
    const lines = "from fee_list_d where setl_id in (select record_key from truth)";
    await none(`${lines} and det_item_fee_sumamt <> fulamt_ownpay_amt + overlmt_amt + preselfpay_amt + inscp_amt`);
    await none(`${lines} and abs(det_item_fee_sumamt - cnt * pric) > 0.01`);
    await none(`select s.setl_id from setl_d s left join (
        select setl_id, sum(det_item_fee_sumamt) as total, sum(inscp_amt) as in_scope, sum(preselfpay_amt) as first_pay from fee_list_d group by all
      ) l using (setl_id)
      where s.setl_id in (select record_key from truth) and not (total = medfee_sumamt and preselfpay_amt >= first_pay and preselfpay_amt - first_pay = in_scope - s.inscp_amt)`);
  });

  it("have fund shares that add up", async () => {
    await none(`select s.setl_id from setl_d s left join (select setl_id, sum(fund_payamt) as paid from setl_fund_detail where fund_pay_type <> '310200' group by all) f using (setl_id)
      where s.setl_id in (select record_key from truth where card <> 'RS-ID') and coalesce(paid, 0) <> fund_pay_sumamt`);
  });
});

describe("planting", () => {
  let first: Awaited<ReturnType<typeof planted>>;
  beforeAll(async () => {
    first = await planted(1);
  });

  it("gives the same rows for the same seed, others for another", async () => {
    const [again, other] = [await planted(1), await planted(2)];
    expect(JSON.stringify(again.rows)).toBe(JSON.stringify(first.rows));
    expect(JSON.stringify(other.rows)).not.toBe(JSON.stringify(first.rows));
  });

  it("only adds rows: nothing that stands there is changed", async () => {
    const { statements } = first;
    expect(statements.length).toBeGreaterThan(10);
    expect(
      statements.filter(
        (text) =>
          !/^(insert into \w+ by name \(select \* from planted_row\)|drop table planted_row|create table if not exists truth as from planted_row limit 0)$/.test(
            text,
          ),
      ),
    ).toEqual([]);
  });

  it("makes more schemes of more settlements", async () => {
    const schemes = ({ rows }: typeof first) =>
      new Set((rows.truth as { scheme_no: string }[]).map(({ scheme_no }) => scheme_no)).size;
    const times = schemes(await planted(1, 150_000)) / schemes(first);
    expect(times).toBeGreaterThan(2);
    expect(times).toBeLessThan(4);
  });

  it("gives a later slice its own people and schemes, and none where there are few settlements", async () => {
    const later = await planted(1, 60_000, "2024-12-31", 1);
    const certificates = ({ rows }: typeof first) =>
      (rows.person as { certificate_no: string }[]).map(({ certificate_no }) => certificate_no);
    const known = new Set(certificates(first));
    expect(certificates(later).length).toBeGreaterThan(0);
    expect(certificates(later).filter((number) => known.has(number))).toEqual([]);
    const kinds = new Set(
      (later.rows.truth as { scheme_no: string }[]).map(({ scheme_no }) => scheme_no.split("/").at(-1)!),
    );
    expect([...kinds].every((kind) => kind.startsWith("1-"))).toBe(true);
    const few = await planted(1, 100, "2024-12-31", 1);
    expect((few.rows.truth as unknown[]).length).toBeLessThan(60);
  });

  it("leaves out what does not fit the days of the run", async () => {
    const { rows } = await planted(1, 1000, "2024-01-31");
    const held = new Set((rows.truth as { card: string }[]).map(({ card }) => card));
    expect([...held].sort()).toEqual(
      cards.filter(({ card, days }) => days <= 31 && card !== "XR-21").map(({ card }) => card),
    );
  });
});

describe("what a reader sees", () => {
  it.each(Object.keys(sightings))("%s: every strong scheme, and the mark of every twin", async (card) => {
    const { seen, mark } = sightings[card]!;
    await none(`select distinct scheme_no from truth where card = '${card}' and strength = 'strong'
      and scheme_no not in (select scheme_no from truth where card = '${card}' and record_key in (select key from (${seen})))`);
    await none(`select distinct scheme_no, detail from truth where card = '${card}' and label = 'look_alike'
      and scheme_no not in (select scheme_no from truth where card = '${card}' and record_key in (select key from (${mark})))`);
  });
});
