import type { Engine } from "../engine.ts";
import { type Line, linesOf } from "./bill.ts";
import { measured, type Planting } from "./planting.ts";
import { encounterSerialOf, serialOf, type Visit } from "./records.ts";
import type { Amounts, Settle } from "./settle.ts";
import {
  encounterShape,
  enrolmentShape,
  entitlementShape,
  filingShape,
  investigationShape,
  lineShape,
  personShape,
  settlementShape,
  traceShape,
} from "./shapes.ts";
import { type Day, dayOfMinute, dayText, minuteText } from "./times.ts";
import type { World } from "./world.ts";

const maybeDay = (day: Day | null) => (day === null ? null : dayText(day));

/** Puts everything into the generator's tables, by the names of the README's "Tables before writing". */
export async function writeRows(
  engine: Engine,
  planting: Planting,
  world: World,
  scale: number,
  settle: Settle,
): Promise<void> {
  const visits = planting.visits.toSorted((a, b) => a.settled - b.settled || a.i - b.i);
  const billed = new Map(visits.map((visit) => [visit, linesOf(visit, world)]));
  await insert(engine, "person", personShape, planting.people.map(personRow));
  const longTerm = Map.groupBy(
    planting.filings.filter((filing) => filing.class.startsWith("LT") && !filing.cancelled),
    ({ person }) => person,
  );
  const amounts = await settle(engine, visits, billed, (visit) => cameHome(visit, longTerm.get(visit.person) ?? []));
  tellErrors(planting, amounts);
  tellSpent(planting, amounts);
  const settled = visits.map((visit) => ({ visit, amounts: amounts.get(visit)! }));
  await insert(
    engine,
    "encounter",
    encounterShape,
    visits.filter(({ kind }) => kind !== "first").map((visit) => encounterRow(visit, scale)),
  );
  await insert(
    engine,
    "settlement",
    settlementShape,
    settled.map(({ visit, amounts }) => settlementRow(visit, amounts)),
  );
  await insert(
    engine,
    "line",
    lineShape,
    [...billed].flatMap(([visit, lines]) => lines.map((line, n) => lineRow(visit, line, n))),
  );
  await insert(engine, "filing", filingShape, planting.filings.map(filingRow));
  await insert(engine, "enrolment", enrolmentShape, planting.enrolments.map(enrolmentRow));
  await insert(engine, "entitlement", entitlementShape, planting.entitlements.map(entitlementRow));
  await insert(
    engine,
    "trace_code",
    traceShape,
    planting.traces.map((row) => traceRow(row, billed.get(row.visit)!)),
  );
  await insert(
    engine,
    "investigation",
    investigationShape,
    planting.investigations.map((row) => investigationRow(row, settled)),
  );
  await insert(
    engine,
    "network_service",
    { institution_code: "VARCHAR", service: "VARCHAR", item_code: "VARCHAR", open_from: "DATE" },
    planting.services.map(({ institution, item, from }) => ({
      institution_code: institution,
      service: "special_drug",
      item_code: item,
      open_from: dayText(from),
    })),
  );
}

/** Long-term filed elsewhere, treated in the province of insurance. */
function cameHome({ place, person, stayed }: Visit, filings: readonly Planting["filings"][number][]): boolean {
  const day = dayOfMinute(stayed.begin);
  return place.area.province === person.home.province && filings.some(({ begin, end }) => begin <= day && day <= end);
}

/** What an error came to, told where it happened; one that changes nothing is none. */
function tellErrors(planting: Planting, amounts: ReadonlyMap<Visit, Amounts>): void {
  for (const { row, visit } of planting.errors) {
    const { overpaid } = amounts.get(visit)!;
    if (overpaid === null) planting.truth.splice(planting.truth.indexOf(row), 1);
    else {
      row.amount = (overpaid / 100).toFixed(2);
      row.role = overpaid > 0 ? "overpaid" : overpaid < 0 ? "underpaid" : "other";
    }
  }
}

/** What schemes came to that are measured by what the fund paid. */
function tellSpent({ spent }: Planting, amounts: ReadonlyMap<Visit, Amounts>): void {
  for (const { rows, visits, comesTo } of spent) {
    const reached = measured(comesTo(visits.reduce((fen, visit) => fen + amounts.get(visit)!.basic_fund, 0)));
    for (const row of rows) row.reached = reached;
  }
}

async function insert(
  engine: Engine,
  table: string,
  shape: Record<string, string>,
  rows: readonly Record<string, unknown>[],
) {
  if (rows.length === 0) return;
  await engine.table("planted_row", shape, rows);
  await engine.run(`insert into ${table} by name (select * from planted_row)`);
  await engine.run("drop table planted_row");
}

const personRow = (person: Planting["people"][number]) => ({
  person: person.number,
  flow: "planted",
  insured: person.home.province,
  care: person.home.province,
  insured_area: person.home.code,
  care_area: person.home.code,
  class: person.class,
  birth_date: dayText(person.born),
  sex: person.sex,
  scheme: person.scheme,
  person_group: person.group,
  person_type: person.type,
  civil_servant: person.civilServant,
  aid_class: person.aidClass,
  certificate_type: "01",
  certificate_no: person.certificate,
  person_no: person.personNo,
  phone: person.phone,
  address: person.address,
  employer_no: person.employer,
  survival_status: person.survival,
  survival_since: maybeDay(person.survivalSince),
  death_date: maybeDay(person.died),
});

function encounterRow(visit: Visit, scale: number) {
  const { person, place, care, disease, emergency } = visit;
  const away = person.home.province !== place.area.province;
  const scope = away ? "cross_province" : person.home.code === place.area.code ? "local" : "within_province";
  const urgent = { inpatient: "24", outpatient: "13", chronic: null, pharmacy: null }[care];
  return {
    i: visit.i,
    person: person.number,
    care_kind: care,
    scope,
    route: visit.route,
    care_area: place.area.code,
    institution_code: place.code,
    disease_code: disease.code,
    care_type: care === "pharmacy" ? "41" : emergency && urgent ? urgent : disease.careType,
    emergency,
    trauma: /^[ST]/.test(disease.code),
    third_party: visit.thirdParty,
    begin_date: dayText(dayOfMinute(visit.stayed.begin)),
    end_date: dayText(dayOfMinute(visit.stayed.end)),
    begin_at: minuteText(visit.stayed.begin),
    end_at: minuteText(visit.stayed.end),
    filing_no: visit.filing?.number ?? null,
    filing_class: visit.filingClass,
    credential: visit.credential,
    doctor_code: visit.doctor,
    copied: away && visit.route === "direct" && visit.i % 8 === 0,
    scale,
  };
}

const settlementRow = (visit: Visit, amounts: Amounts) => ({
  i: visit.i,
  kind: visit.takenBack ? "doubled flagged" : visit.kind,
  serial: serialOf(visit),
  encounter_serial: encounterSerialOf(visit),
  begin_date: dayText(dayOfMinute(visit.begin)),
  end_date: dayText(dayOfMinute(visit.end)),
  settled_at: minuteText(visit.settled),
  ...amounts,
  refunded: visit.takenBack,
  valid: true,
  invoice_no: visit.invoice,
});

const departments: Record<string, string> = { "03": "影像科", "04": "检验科", "06": "手术室" };
const usualDepartment = { inpatient: "住院部", outpatient: "门诊部", chronic: "门诊部", pharmacy: "药店" };

/** Numbers its lines through the whole stay. */
const lineNumber = ({ kind }: Visit, n: number) => `${kind === "first" ? 2 : 1}${String(n + 1).padStart(3, "0")}`;

const lineRow = (visit: Visit, line: Line, n: number) => ({
  i: visit.i,
  serial: serialOf(visit),
  line_no: lineNumber(visit, n),
  item_code: line.item.item_code,
  charged_at: minuteText(line.at),
  quantity: line.quantity.toFixed(4),
  price: line.price,
  price_limit: line.item.price_limit || null,
  item_class: line.item.item_class,
  first_pay_ratio: line.item.first_pay_ratio,
  amount: line.amount,
  full_self_pay: line.fullSelfPay,
  over_limit: line.overLimit,
  first_pay: line.firstPay,
  in_scope: line.inScope,
  days_supply: line.days === null ? null : line.days.toFixed(2),
  doctor_code: line.doctor,
  department: departments[line.item.charge_class] ?? usualDepartment[visit.care],
  take_home: visit.care === "inpatient" && line.days !== null,
  outside_prescription: line.outside,
  approved: line.approved,
});

const filingRow = (filing: Planting["filings"][number]) => ({
  filing_no: filing.number,
  person: filing.person.number,
  class: filing.class,
  channel: filing.channel,
  place: filing.place,
  begin_date: dayText(filing.begin),
  end_date: dayText(filing.end),
  created_at: minuteText(filing.created),
  updated_at: minuteText(filing.updated),
  attachments: filing.attachments,
  agent: filing.agent?.name ?? null,
  agent_certificate_no: filing.agent?.certificate ?? null,
  agent_phone: filing.agent?.phone ?? null,
  transfer_institution_code: filing.referredBy,
  phone: filing.phone,
  address: filing.address,
  cancelled: filing.cancelled,
});

const enrolmentRow = (row: Planting["enrolments"][number]) => ({
  person: row.person.number,
  insured_area: row.area,
  scheme: row.scheme,
  person_type: row.type,
  retirement: row.person.group === "retired" ? "1" : "0",
  status: row.status,
  begin_date: dayText(row.begin),
  end_date: maybeDay(row.end),
  employer_no: row.scheme === "310" ? row.person.employer : null,
});

const entitlementRow = (row: Planting["entitlements"][number]) => ({
  entitlement_no: row.number,
  person: row.person.number,
  kind: row.item === null ? "chronic" : "special_drug",
  disease_code: row.disease?.code ?? null,
  disease_name: row.disease?.name ?? null,
  item_code: row.item,
  institution_code: row.place.code,
  doctor_code: row.doctor,
  begin_date: dayText(row.begin),
  end_date: maybeDay(row.end),
  limit_amount: row.item === null ? 500_000 : null,
  approved: row.approved,
});

function traceRow(row: Planting["traces"][number], lines: readonly Line[]) {
  const n = lines.findIndex(({ item }) => item.item_code === row.item);
  if (n < 0) throw new Error(`a pack of ${row.item} was handed out without being charged`);
  return {
    i: row.visit.i,
    line_no: lineNumber(row.visit, n),
    trace_code: row.code,
    item_code: row.item,
    quantity: row.quantity.toFixed(4),
    split_pack: row.splitPack,
    returned: row.returned,
    scanned_at: minuteText(lines[n]!.at + 5),
  };
}

function investigationRow(
  { visit, requested, answered, conclusion }: Planting["investigations"][number],
  settled: readonly { visit: Visit; amounts: Amounts }[],
) {
  const total = settled.find((row) => row.visit === visit)!.amounts.total;
  return {
    investigation_no: `X${serialOf(visit)}`,
    i: visit.i,
    serial: serialOf(visit),
    requested_at: minuteText(requested),
    due_date: dayText(dayOfMinute(requested) + 30),
    answered_at: answered === null ? null : minuteText(answered),
    conclusion,
    confirmed: conclusion === null ? null : total,
  };
}
