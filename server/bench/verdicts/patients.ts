import { type Sample, sampleSettlements } from "../sample.ts";

/** Where the patients are treated: all from Zhengzhou, none of these in Henan. */
const places = [
  { area: "110000", institution: "H11010100001" },
  { area: "310000", institution: "H31010100001" },
  { area: "440100", institution: "H44010100001" },
  { area: "510100", institution: "H51010100001" },
] as const;

/** A person with visits that rules speak about, under a passport of their own. */
export interface Patient {
  passport: string;
  visits: Sample[];
  /** Another passport that was said to be theirs. */
  merged: boolean;
}

/** Acts on the records of generated patients, each giving the records that a sender would send. */
export class Patients {
  readonly all: Patient[] = [];
  readonly #random: () => number;
  #settlements = 0;
  #moment = Date.parse("2021-06-01T00:00:00Z");

  constructor(count: number, random: () => number) {
    this.#random = random;
    for (let n = 0; n < count; n++) this.all.push(this.#patient(n));
  }

  /** All visits as they were first sent. */
  records(): Sample[] {
    return this.all.flatMap(({ visits }) => visits);
  }

  /** The visit as it is sent again: another day of discharge, or other amounts. */
  correct(): Sample[] {
    const { visits } = this.#one();
    const visit = this.#pick(visits);
    if (visit.med_type === "21" && this.#random() < 0.6) visit.enddate = later(visit.enddate!, this.#whole(-1, 1));
    else Object.assign(visit, amounts(Number(visit.medfee_sumamt) + this.#whole(1, 40)));
    return [this.#sent(visit)];
  }

  /** What was corrected before, as it was at first. */
  restore(first: ReadonlyMap<string, Sample>): Sample[] {
    const visit = this.#pick(this.#one().visits);
    const { updt_time: _, ...was } = first.get(visit.setl_id!) ?? visit;
    Object.assign(visit, was);
    return [this.#sent(visit)];
  }

  /** The settlement is taken back and the visit settled again, under a number of its own. */
  reverse(): Sample[] {
    const { visits } = this.#one();
    const place = Math.floor(this.#random() * visits.length);
    const visit = visits[place]!;
    const again = { ...visit, ...this.#numbers(), mdtrt_id: visit.mdtrt_id! };
    visits[place] = again;
    return [this.#sent({ ...visit, refd_setl_flag: "1" }), this.#sent(again)];
  }

  /** A visit that is sent late, in another province and among the others. */
  lateMember(): Sample[] {
    const { passport, visits } = this.#one();
    const visit = this.#visit(passport, this.#whole(0, 3), later(visits[0]!.begndate!, this.#whole(1, 12)), null);
    visits.push(visit);
    return [visit];
  }

  /** The statement that two passports are of one person. */
  merge(): { psn_cert_type: string; certno: string; linked_certificate_type: string; linked_certificate_no: string }[] {
    const one = this.#one();
    const other = this.#one();
    if (one === other || one.merged || other.merged) return [];
    one.merged = true;
    other.merged = true;
    const linked = { linked_certificate_type: "16", linked_certificate_no: other.passport };
    return [{ psn_cert_type: "16", certno: one.passport, ...linked }];
  }

  /** Stays that overlap, that follow each other, visits in three provinces, a visit during a stay: one kind a person. */
  #patient(n: number): Patient {
    const passport = `EA${String(n).padStart(7, "0")}`;
    const first = `2021-0${1 + (n % 4)}-${String(1 + (n % 11)).padStart(2, "0")}`;
    const stay = (place: number, after: number, nights: number) =>
      this.#visit(passport, place, later(first, after), nights);
    const visit = (place: number, after: number) => this.#visit(passport, place, later(first, after), null);
    const kinds = [
      () => [stay(0, 0, 9), stay(1, this.#whole(5, 8), 6)],
      () => [stay(1, 0, 6), stay(2, 6 + this.#whole(1, 6), 5)],
      () => [visit(0, 0), visit(1, this.#whole(3, 9)), visit(2, this.#whole(10, 25))],
      () => [stay(3, 0, 10), visit(0, this.#whole(2, 8))],
    ];
    return { passport, visits: kinds[n % kinds.length]!(), merged: false };
  }

  #visit(passport: string, place: number, begins: string, nights: number | null): Sample {
    const { area, institution } = places[place]!;
    const [sample] = sampleSettlements(1, ++this.#settlements) as [Sample];
    const ends = later(begins, nights ?? 0);
    return {
      ...sample,
      ...this.#numbers(),
      psn_no: `P${passport}`,
      psn_cert_type: "16",
      certno: passport,
      insutype: "310",
      insu_admdvs: "410100",
      fix_blng_admdvs: area,
      fixmedins_code: institution,
      begndate: begins,
      enddate: ends,
      setl_time: `${ends} 15:00:00`,
      updt_time: `${ends} 15:00:00`,
      med_type: nights === null ? "11" : "21",
      mdtrt_cert_type: "03",
      ...amounts(nights === null ? 300 + this.#settlements : 9000 + this.#settlements),
    };
  }

  /** Names of one settlement. Its visit keeps its own where it is settled again. */
  #numbers(): Sample {
    const n = ++this.#settlements;
    return { setl_id: `S${n}`, mdtrt_id: `M${n}`, medins_setl_id: `X${n}` };
  }

  #sent(visit: Sample): Sample {
    this.#moment += 60_000;
    return { ...visit, updt_time: new Date(this.#moment).toISOString().slice(0, 19).replace("T", " ") };
  }

  #one(): Patient {
    return this.#pick(this.all);
  }

  #pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.#random() * values.length)]!;
  }

  #whole(low: number, high: number): number {
    return low + Math.floor((high - low + 1) * this.#random());
  }
}

const later = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000 * days).toISOString().slice(0, 10);

/** Amounts that keep the identities; three fifths from the fund. */
function amounts(total: number): Sample {
  const fund = Math.round(total * 0.6);
  const [all, paid, own] = [total, fund, total - fund].map((yuan) => `${yuan}.00`) as [string, string, string];
  return { medfee_sumamt: all, inscp_amt: all, hifp_pay: paid, fund_pay_sumamt: paid, psn_pay: own, cash_payamt: own };
}
