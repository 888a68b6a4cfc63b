import type { Sample } from "../sample.ts";

/** Cities that the planted records lie in: two of one province, and others. */
const cities = ["410100", "410300", "310000", "650100"] as const;
/** Two that have to do with nobody else: whatever is asked by them, others must be answered as if they were not there. */
export const far = ["440100", "510100"] as const;

/** A planted settlement: every value that could be recognised belongs to it alone. */
export interface Planted {
  /** Number of the settlement, in every id and amount of it. */
  n: number;
  home: string;
  away: string;
  passport: string;
  /** Signs of the person's name, nobody else's. */
  name: string;
  record: Sample;
}

/**
 * Records between all pairs of cities: of each pair a person with a stay and a visit, and of each city a person with stays that overlap in two others, of
 * whom a finding speaks that reaches over provinces. Numbers, names, amounts and institutions are each recognisable.
 */
export function plantedRecords(): Planted[] {
  const planted: Planted[] = [];
  const add = (home: string, away: string, person: number, begins: string, nights: number | null, fault = 0) => {
    const n = 101 + planted.length;
    planted.push(recordOf({ n, home, away, person, begins, nights, fault }));
  };
  let person = 0;
  const pairs = [cities, far].flatMap((among) => among.flatMap((home) => among.map((away) => [home, away] as const)));
  for (const [home, away] of pairs) {
    if (home === away) continue;
    person++;
    add(home, away, person, "2021-03-01", 9);
    add(home, away, person, "2021-05-11", null);
    add(home, away, person, "2021-06-01", 7, 333);
  }
  for (const [i, home] of cities.entries()) {
    person++;
    const [first, second] = [1, 2].map((step) => cities[(i + step) % cities.length]!);
    const [one, other] = first!.slice(0, 2) === second!.slice(0, 2) ? [first, cities[(i + 3) % 4]] : [first, second];
    add(home, one!, person, "2021-08-01", 12);
    add(home, other!, person, "2021-08-04", 12);
  }
  return planted;
}

interface Visit {
  n: number;
  home: string;
  away: string;
  person: number;
  begins: string;
  nights: number | null;
  /** Yuan by which the parts of the record do not add up. */
  fault: number;
}

function recordOf({ n, home, away, person, begins, nights, fault }: Visit): Planted {
  const passport = `QX${String(7_100_000 + person * 1313)}`;
  const name = `姚${String.fromCodePoint(0x7384 + person)}`;
  const ends = later(begins, nights ?? 0);
  const total = (nights === null ? 300 : 9_000) + n * 17;
  const cents = String(n % 100).padStart(2, "0");
  const deductible = nights === null ? 0 : 900;
  const fund = Math.round((total - deductible) * 0.6);
  const record: Sample = {
    setl_id: `ZS${n}X${home}`,
    mdtrt_id: `ZM${n}X${away}`,
    medins_setl_id: `ZX${n}`,
    psn_no: `ZP${person}X${home}`,
    psn_cert_type: "16",
    certno: passport,
    psn_name: name,
    gend: "1",
    insutype: "310",
    insu_admdvs: home,
    fix_blng_admdvs: away,
    fixmedins_code: `H${away}9${String(n % 2).padStart(4, "0")}`,
    fixmedins_name: `植${away}院${n % 2}`,
    hosp_lv: "02",
    begndate: begins,
    enddate: ends,
    setl_time: `${ends} 15:00:00`,
    med_type: nights === null ? "11" : "21",
    setl_type: "2",
    medfee_sumamt: `${total}.${cents}`,
    fulamt_ownpay_amt: "0.00",
    overlmt_selfpay: "0.00",
    preselfpay_amt: "0.00",
    inscp_amt: `${total + fault}.${cents}`,
    crt_dedc: `${deductible}.00`,
    act_pay_dedc: `${deductible}.00`,
    hifp_pay: `${fund}.${cents}`,
    fund_pay_sumamt: `${fund}.${cents}`,
    psn_pay: `${total - fund}.00`,
    acct_pay: "0.00",
    cash_payamt: `${total - fund}.00`,
    refd_setl_flag: "0",
    vali_flag: "1",
    out_flag: "1",
    updt_time: `${ends} 15:00:00`,
  };
  return { n, home, away, passport, name, record };
}

/** A filing for every second person and place, so that some stays have none. */
export function plantedFilings(planted: readonly Planted[]): Sample[] {
  return planted
    .filter(({ n }) => n % 2 === 1)
    .map(({ n, home, away, passport, name, record }) => ({
      trt_dcla_detl_sn: `ZF${n}X${home}`,
      insu_admdvs: home,
      insutype: "310",
      dcla_souc: "3",
      psn_no: record.psn_no!,
      psn_name: name,
      psn_cert_type: "16",
      certno: passport,
      rloc_admdvs: away,
      rloc_coty_type: "1",
      begndate: "2021-01-01",
      enddate: "2021-12-31",
      vali_flag: "1",
      crte_time: "2021-01-01 09:00:00",
      opt_time: "2021-01-01 09:00:00",
      updt_time: "2021-01-01 09:00:00",
    }));
}

export function plantedInstitutions(planted: readonly Planted[]): Sample[] {
  const records = new Map(planted.map(({ record }) => [record.fixmedins_code!, record]));
  return [...records.values()].map((record) => ({
    fixmedins_code: record.fixmedins_code!,
    fixmedins_name: record.fixmedins_name!,
    fixmedins_type: "1",
    hosp_lv: "02",
    fix_blng_admdvs: record.fix_blng_admdvs!,
    begntime: "2017-01-01 00:00:00",
    fix_onln_open_flag: "1",
    vali_flag: "1",
    crte_time: "2017-01-01 00:00:00",
    updt_time: "2017-01-01 00:00:00",
  }));
}

function later(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
