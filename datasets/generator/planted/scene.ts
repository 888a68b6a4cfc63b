import type { Care } from "../populations.ts";
import type { Policy } from "./benefits.ts";
import type { Draw } from "./draw.ts";
import { certificateOf, makePerson, type PersonWish, phoneOf } from "./people.ts";
import { measured, type Responsible, type Stage, type TruthRow } from "./planting.ts";
import type {
  Enrolment,
  Entitlement,
  Filing,
  FilingClass,
  Good,
  Investigation,
  Person,
  TraceCode,
  Visit,
} from "./records.ts";
import { settlementKey } from "./records.ts";
import { at, type Day, dayOfMinute, dayText, type Minute } from "./times.ts";
import type { StayWish, VisitWish } from "./wishes.ts";
import { type Area, type Institution, kilometres, type World } from "./world.ts";

/** Yuan a visit costs, about. */
const usualCost: Record<Care, number> = { inpatient: 9000, outpatient: 240, chronic: 1900, pharmacy: 150 };

/** One scheme in the making: draws, people, what they do, and what of it is the truth. */
export class Scene {
  readonly world: World;
  readonly draw: Draw;
  readonly from: Day;
  readonly to: Day;
  readonly #stage: Stage;
  readonly #head: Pick<TruthRow, "card" | "scheme_no" | "label" | "strength">;
  readonly #twin: string | null;
  readonly #speaksFrom: number | undefined;
  #reached: string | null = null;
  readonly #told: TruthRow[] = [];

  constructor(
    stage: Stage,
    draw: Draw,
    head: Pick<TruthRow, "card" | "scheme_no" | "label" | "strength">,
    twin: string | null,
    speaksFrom?: number,
  ) {
    this.#stage = stage;
    this.#head = head;
    this.#twin = twin;
    this.#speaksFrom = speaksFrom;
    this.world = stage.world;
    this.draw = draw;
    this.from = stage.from;
    this.to = stage.to;
  }

  /** A day on which something that lasts so long can begin. */
  start(days: number, earliest = this.from): Day {
    return this.draw.whole(earliest, Math.max(earliest, this.to - days));
  }

  /** A pooling area with hospitals and pharmacies. */
  area(test: (area: Area) => boolean = () => true): Area {
    return this.draw.pick(this.world.areas.filter(test));
  }

  /** An area of another province, so far away, where a filing is needed. */
  away(home: Area, [low, high]: [number, number] = [150, 5000], test: (area: Area) => boolean = () => true): Area {
    const reachable = this.world.areas.filter((area) => {
      if (area.province === home.province || this.world.exemptSince(home, area) !== null || !test(area)) return false;
      const distance = kilometres(home, area);
      return distance >= low && distance <= high;
    });
    return reachable.length > 0 ? this.draw.pick(reachable) : this.away(home, [low * 0.7, high * 1.3]);
  }

  /** An area and scheme insured by a policy that holds on the days and is as the story needs it. */
  insured(from: Day, to: Day, test: (policy: Policy) => boolean): { home: Area; policy: Policy } {
    const holds = ({ areas }: Policy) => this.world.areas.some(({ code }) => areas.has(code));
    const policy = this.draw.pick(this.world.benefits.holding(from, to).filter((each) => holds(each) && test(each)));
    return { home: this.area(({ code }) => policy.areas.has(code)), policy };
  }

  hospital(area: Area, tiers: number[] = [1, 2]): Institution {
    const fitting = area.hospitals.filter(({ tier }) => tiers.includes(tier));
    return this.draw.pick(fitting.length > 0 ? fitting : area.hospitals);
  }

  pharmacy(area: Area, special?: boolean): Institution {
    const fitting = area.pharmacies.filter((shop) => special === undefined || shop.special.size > 0 === special);
    return this.draw.pick(fitting.length > 0 ? fitting : area.pharmacies);
  }

  person(wish: PersonWish): Person {
    const { next, slice, from, planting } = this.#stage;
    const person = makePerson(next(), slice, from, this.draw, wish);
    planting.people.push(person);
    this.enrol(person, { begin: Math.max(person.born, from - this.draw.whole(800, 5000)) });
    return person;
  }

  /** The running enrolment of a new person is replaced by giving another one with `instead`. */
  enrol(person: Person, wish: Partial<Enrolment> & { begin: Day; instead?: boolean }): Enrolment {
    const { instead, ...given } = wish;
    const { planting } = this.#stage;
    if (instead) planting.enrolments = planting.enrolments.filter((row) => row.person !== person);
    const row = {
      person,
      area: person.home.code,
      scheme: person.scheme,
      type: person.type,
      status: "1",
      end: null,
      ...given,
    };
    planting.enrolments.push(row);
    return row;
  }

  /** A stay of so many nights; hours of admission and leaving are drawn where they do not matter. */
  stay(person: Person, wish: StayWish): Visit {
    const { draw } = this;
    const { nights, begin, admittedAt = draw.whole(8, 15), leavingAt = draw.whole(9, 14), ...rest } = wish;
    const admitted = at(begin, admittedAt, draw.whole(0, 59));
    const end =
      nights === 0 ? Math.max(admitted + 120, at(begin, 16)) : at(begin + nights, leavingAt, draw.whole(0, 59));
    const settled = rest.route === "manual" ? {} : { settled: end + draw.whole(20, 140) };
    return this.visit(person, "inpatient", { begin: admitted, end, ...settled, ...rest });
  }

  /** A stay that is settled twice: after so many nights, and at its end. */
  interim(person: Person, wish: StayWish & { after: number }): [Visit, Visit] {
    const { after, ...rest } = wish;
    const last = this.stay(person, rest);
    const midway = at(rest.begin + after, 0);
    const first: Visit = {
      ...last,
      kind: "first",
      end: midway,
      settled: midway + 60 * this.draw.whole(9, 16),
      total: Math.floor(last.total / 2),
    };
    Object.assign(last, { kind: "last", begin: midway, total: last.total - first.total } satisfies Partial<Visit>);
    this.#stage.planting.visits.push(first);
    return [first, last];
  }

  visit(person: Person, care: Care, wish: VisitWish): Visit {
    const { draw } = this;
    const { place, begin, route = "direct" } = wish;
    const disease = this.#disease(person, care, wish.disease);
    const filingClass = wish.filingClass ?? this.#classOf(person, place, route);
    const emergency = wish.emergency ?? filingClass === "TMP_EMERG";
    const yuan =
      wish.total ??
      usualCost[care] *
        (0.45 + 0.55 * disease.cost) *
        draw.factor(0.45) *
        (place.tier === 1 ? 1.15 : place.tier === 2 ? 0.7 : 0.5);
    const end = wish.end ?? begin;
    const visit: Visit = {
      i: this.#stage.next(),
      kind: "whole",
      person,
      care,
      place,
      disease,
      route,
      begin,
      end,
      stayed: { begin, end },
      // By hand it takes weeks.
      settled: wish.settled ?? end + (route === "manual" ? 1440 * draw.whole(12, 50) : care === "inpatient" ? 60 : 0),
      total: Math.round(100 * yuan),
      goods: wish.goods ?? [],
      filled: wish.filled ?? true,
      filing: null,
      filingClass,
      emergency,
      thirdParty: wish.thirdParty === undefined ? (/^[ST]/.test(disease.code) ? "0" : null) : wish.thirdParty,
      credential: route === "manual" ? null : (wish.credential ?? draw.pick(["01", "01", "03", "03", "03", "02"])),
      doctor: wish.doctor ?? this.doctor(place),
      invoice:
        wish.invoice ??
        (route === "manual" ? place.code.slice(-11) + String(draw.whole(0, 99_999_999)).padStart(8, "0") : null),
      familyAccount: wish.familyAccount ?? false,
      familyShare: wish.familyShare ?? 0,
      takenBack: wish.takenBack ?? false,
      mistake: wish.mistake ?? null,
    };
    visit.filing = wish.filing === undefined ? this.#covering(visit) : wish.filing;
    this.#stage.planting.visits.push(visit);
    if (care === "chronic") this.#entitled(visit);
    if ((wish.verified ?? true) && this.#needsVerifying(visit)) this.investigate(visit);
    return visit;
  }

  doctor(place: Institution): string {
    return `D${place.code.slice(-11)}${String(this.draw.whole(0, 39)).padStart(3, "0")}`;
  }

  filing(
    person: Person,
    wish: Partial<Omit<Filing, "number" | "person">> & { place: string; begin: Day; created: Minute },
  ): Filing {
    const { planting } = this.#stage;
    const own = planting.filings.filter((row) => row.person === person).length;
    const { class: filed = person.class } = wish;
    const filing: Filing = {
      number: `${person.home.code}${String(person.number).padStart(10, "0")}${String(own).padStart(2, "0")}`,
      person,
      class: filed,
      channel: this.draw.pick(["1", "2", "2", "3", "3", "4"]),
      end: filed.startsWith("LT") ? 47_481 : wish.begin + 183,
      updated: wish.created,
      attachments: filed === "TMP_OTHER" ? 0 : this.draw.whole(1, 3),
      agent: null,
      referredBy: filed === "TMP_REFER" ? this.hospital(person.home).code : null,
      phone: person.phone,
      address: person.address,
      cancelled: false,
      ...wish,
    };
    planting.filings.push(filing);
    return filing;
  }

  /** A person who files for others. */
  agent(): NonNullable<Filing["agent"]> {
    const certificate = certificateOf(
      this.#stage.next(),
      dayText(this.from - this.draw.whole(9000, 20_000)),
      this.draw.pick(["1", "2"]),
    );
    return { name: "示例代办", certificate, phone: phoneOf(this.draw) };
  }

  entitlement(person: Person, wish: Partial<Entitlement> & { place: Institution; begin: Day }): Entitlement {
    const own = this.#stage.planting.entitlements.filter((row) => row.person === person).length;
    const row = {
      number: `${wish.item ? "S" : "Q"}${String(person.number).padStart(10, "0")}${String(own).padStart(3, "0")}`,
      person,
      disease: null,
      item: null,
      doctor: null,
      end: null,
      approved: true,
      ...wish,
    };
    this.#stage.planting.entitlements.push(row);
    return row;
  }

  /** Takes back what a chronic visit brought by itself. */
  withoutEntitlement(person: Person): void {
    const { planting } = this.#stage;
    planting.entitlements = planting.entitlements.filter((row) => row.person !== person);
  }

  trace(visit: Visit, code: string, item: string, wish: Partial<TraceCode> = {}): TraceCode {
    const row = { visit, code, item, quantity: 1, splitPack: false, returned: false, ...wish };
    this.#stage.planting.traces.push(row);
    return row;
  }

  /** A pack's code: seven digits of the drug, thirteen of the pack. */
  packCode(): string {
    return `8${String(this.draw.whole(0, 999_999)).padStart(6, "0")}${String(this.draw.whole(0, 9_999_999)).padStart(7, "0")}${String(this.draw.whole(0, 999_999)).padStart(6, "0")}`;
  }

  investigate(visit: Visit, wish: Partial<Investigation> = {}): Investigation {
    const requested = visit.settled - 1440 * this.draw.whole(5, 10);
    const row = { visit, requested, answered: requested + 1440 * 4, conclusion: "属实", ...wish };
    this.#stage.planting.investigations.push(row);
    return row;
  }

  /** An institution takes up a special drug. */
  service(institution: Institution, item: string, from: Day): void {
    this.#stage.planting.services.push({ institution: institution.code, item, from });
  }

  /** The cheapest way to say what a drug's packs are: so many units of a listed item. */
  good(name: string, quantity: number, wish: Partial<Good> = {}): Good {
    const item = this.world.named(name);
    return { code: item.item_code, quantity, days: quantity * Number(item.days_supply), ...wish };
  }

  /** Says that a record belongs to the scheme. */
  truth(role: string, visit: Visit, detail?: string): void {
    this.tell("setl_d", settlementKey(visit), role, visit.person, visit.place, detail);
  }

  /** Says that a settlement is wrong, who answers for it, and the one change, if any, under which it would be right. What it came to follows. */
  wrong(visit: Visit, responsible: Responsible, explaining: string | null, detail?: string): void {
    this.truth("", visit, detail);
    const { truth, errors } = this.#stage.planting;
    const row = truth.at(-1)!;
    Object.assign(row, { responsible, explaining } satisfies Partial<TruthRow>);
    errors.push({ row, visit });
  }

  /** Says what the scheme comes to in the measure of its card. */
  reaches(value: number): void {
    if (this.#speaksFrom === undefined) throw new Error(`${this.#head.card} declares no measure`);
    this.#reached = measured(value);
    for (const row of this.#told) row.reached = this.#reached;
  }

  /** Where the measure is what the fund pays for visits: known once they are settled. */
  reachesAsPaid(visits: readonly Visit[], comesTo: (fen: number) => number): void {
    this.reaches(0);
    this.#stage.planting.spent.push({ rows: this.#told, visits, comesTo });
  }

  keyOf(visit: Visit): string {
    return settlementKey(visit);
  }

  /** The same for a record of any table, by its key in the written file. */
  tell(
    table: string,
    key: string,
    role: string,
    person: Person | null,
    place: Institution | null,
    detail?: string,
  ): void {
    const row: TruthRow = {
      ...this.#head,
      role,
      table_name: table,
      record_key: key,
      person: person?.personNo ?? null,
      institution: place?.code ?? null,
      detail: [this.#twin, detail].filter(Boolean).join(": ") || null,
      reached: this.#reached,
      speaks_from: this.#twin === null ? (this.#speaksFrom?.toFixed(2) ?? null) : null,
      responsible: null,
      explaining: null,
      amount: null,
    };
    this.#told.push(row);
    this.#stage.planting.truth.push(row);
  }

  #disease(person: Person, care: Care, wished: string | undefined) {
    if (wished !== undefined) return this.world.disease(care, wished);
    const usual = this.world
      .diseases(care)
      .filter(({ sex, careType }) => (sex === null || sex === person.sex) && careType.length === 2);
    return this.draw.pick(
      usual.filter(({ code, careType }) => !/^[STZNFO]/.test(code) && !["13", "22", "24"].includes(careType)),
    );
  }

  #classOf(person: Person, place: Institution, route: string): FilingClass {
    if (place.area.province === person.home.province) return "LOCAL";
    return route === "manual" && !person.class.startsWith("LT") ? "NONE" : person.class;
  }

  /** The filing that covers a visit: the person's own for that province, else a new one in good time. */
  #covering(visit: Visit): Filing | null {
    const { person, place, filingClass } = visit;
    if (["LOCAL", "NONE", "EXEMPT", "TMP_EMERG"].includes(filingClass)) return null;
    const day = dayOfMinute(visit.begin);
    const own = this.#stage.planting.filings.find(
      (row) =>
        row.person === person &&
        !row.cancelled &&
        row.class === filingClass &&
        row.place === place.area.province &&
        row.begin <= day &&
        day <= row.end,
    );
    if (own) return own;
    const begin = day - (filingClass.startsWith("LT") ? this.draw.whole(200, 900) : this.draw.whole(1, 9));
    return this.filing(person, {
      class: filingClass,
      place: place.area.province,
      begin,
      created: at(begin, this.draw.whole(8, 17)),
    });
  }

  #entitled(visit: Visit): void {
    const listed = this.world.chronic(visit.disease.code);
    if (!listed) return;
    const has = this.#stage.planting.entitlements.some(
      (row) => row.person === visit.person && row.disease?.code === listed.code,
    );
    if (!has)
      this.entitlement(visit.person, {
        disease: listed,
        place: visit.place,
        begin: dayOfMinute(visit.begin) - this.draw.whole(30, 500),
      });
  }

  #needsVerifying({ route, care, total, person, place }: Visit): boolean {
    return (
      route === "manual" && care === "inpatient" && total > 3_000_000 && person.home.province !== place.area.province
    );
  }
}
