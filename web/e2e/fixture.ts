import { readFileSync } from "node:fs";

/** A small made-up country that answers like the server: enough to drive every screen, and exact to the fen. */
const provinces = readFileSync(new URL("../../datasets/regions/china.csv", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split(","))
  .filter((row) => row[6] === "province");

export const regions = provinces.map((row) => ({
  code: row[1]!,
  name: { zh: row[2]!, en: row[3] || null },
  short: row[5] || null,
  level: "province" as const,
  parent: "000000",
  province: row[1]!,
  tile: row[11] ? ([Number(row[11]), Number(row[12])] as [number, number]) : null,
  latitude: row[13] ? Number(row[13]) : null,
  longitude: row[14] ? Number(row[14]) : null,
  inScheme: row[15] === "true",
}));

export const months = Array.from(
  { length: 23 },
  (_, i) => `${2020 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}`,
);

interface Row {
  month: string;
  insured: string;
  care: string;
  care_group: string;
  visits: number;
  cost: number;
  fund: number;
}

const groups = [
  { id: "inpatient", share: 1, cost: 24_278, ratio: 0.581 },
  { id: "outpatient", share: 1.6, cost: 251, ratio: 0.52 },
  { id: "chronic", share: 0.12, cost: 1_800, ratio: 0.57 },
  { id: "pharmacy", share: 0.5, cost: 190, ratio: 0.6 },
];

const rows: Row[] = [];
const inScheme = regions.filter((region) => region.inScheme);
for (const [m, month] of months.entries()) {
  for (const [i, insured] of inScheme.entries()) {
    for (const [c, care] of inScheme.entries()) {
      if (i === c || (i + c) % 3 !== 0) continue;
      for (const [g, group] of groups.entries()) {
        const pull = ((i * 7 + 3) % 11) * ((c * 5 + 2) % 13);
        const season = month.endsWith("-02") ? 0.6 : 1 + (m % 5) / 20;
        const visits = Math.round((pull * season * group.share * (12 + m)) / 60);
        if (visits === 0) continue;
        const cost = visits * group.cost * (0.7 + ((i + c) % 9) / 14);
        rows.push({
          month,
          insured: insured.code,
          care: care.code,
          care_group: group.id,
          visits,
          cost,
          fund: cost * (group.ratio + ((m + i + g) % 7) / 500),
        });
      }
    }
  }
}

/** Somebody who may do everything, nationwide. */
export const session = {
  principal: { id: "s1", name: "示例监管", role: "supervisor", scope: { all: true } },
  permissions: [
    ...["own.account", "figures.read", "data.read", "data.load", "data.export", "findings.judge", "findings.approve"],
    ...[
      "corrections.handle",
      "persons.read",
      "rules.write",
      "rules.approve",
      "knowledge.write",
      "jobs.read",
      "jobs.run",
    ],
    ...["system.read", "accounts.write", "journal.read"],
  ],
  csrf: "word",
  mustChangePassword: false,
  idleMinutes: 30,
  endsAt: "2026-11-24T08:00:00Z",
  signIns: ["password"],
  demo: [],
};

/** Answers /api/figures from the made-up rows. */
export function figures(query: URLSearchParams) {
  const list = (key: string) => (query.get(key) ?? "").split(",").filter(Boolean);
  const by = list("by").flatMap((dimension) => (dimension === "pair" ? ["insured", "care"] : [dimension]));
  const keep = rows.filter(
    (row) =>
      row.month >= (query.get("from") ?? "") &&
      row.month <= (query.get("to") ?? "9999") &&
      (["insured", "care", "care_group"] as const).every(
        (key) => list(key).length === 0 || list(key).includes(row[key]),
      ) &&
      (list("care_scope").length === 0 || list("care_scope").includes("cross_province")),
  );
  const cells = new Map<string, { key: string[]; visits: number; cost: number; fund: number }>();
  for (const row of keep) {
    const known: Record<string, unknown> = { ...row, year: row.month.slice(0, 4) };
    const key = by.map((dimension) => String(known[dimension] ?? ""));
    const cell = cells.get(key.join()) ?? { key, visits: 0, cost: 0, fund: 0 };
    cell.visits += row.visits;
    cell.cost += row.cost;
    cell.fund += row.fund;
    cells.set(key.join(), cell);
  }
  const all = [...cells.values()];
  const measures: Record<string, (cell: (typeof all)[number]) => string | number> = {
    visits: (cell) => cell.visits,
    settlements: (cell) => cell.visits,
    total_cost: (cell) => cell.cost.toFixed(2),
    fund_total: (cell) => cell.fund.toFixed(2),
    fund_ratio: (cell) => (cell.fund / cell.cost).toFixed(6),
    reduced_advance: (cell) => (cell.fund / cell.visits).toFixed(2),
    cost_per_stay: (cell) => (cell.cost / cell.visits).toFixed(2),
    days_per_stay: () => "9.30",
  };
  const columns = Object.fromEntries([
    ...by.map((dimension, index) => [dimension, all.map((cell) => cell.key[index]!)]),
    ...list("measure").map((measure) => [measure, all.map(measures[measure]!)]),
  ]);
  return { columns, rows: all.length, definitions: list("measure") };
}

const text = (zh: string, en: string) => ({ zh, en });

export const watermark = {
  lastSettledAt: "2021-11-30T23:59:59",
  lastBatch: 3,
  batches: 3,
  generatedScale: 50,
  generated: true,
  months: { first: months[0]!, last: months.at(-1)! } as { first: string; last: string } | null,
  ruleSet: "7f3a9c0d11e2",
  scopes: { cross_province: rows.length },
  hasTiles: true,
};

export const definitions = {
  measures: [
    ["visits", "结算人次", "Visits", "visit", "additive"],
    ["total_cost", "医疗费用", "Total cost", "yuan", "additive"],
    ["fund_total", "基金支付", "Fund paid", "yuan", "additive"],
    ["fund_ratio", "基金支付比例", "Fund share", "ratio", "quotient"],
    ["reduced_advance", "人均减少垫付", "Saved per visit", "yuan", "quotient"],
  ].map(([id, zh, en, unit, kind]) => ({
    id,
    label: text(zh!, en!),
    unit,
    kind,
    population: text("跨省直接结算、有效的就诊", "valid encounters settled directly"),
    formula: text(`${zh}的公式`, `formula of ${en}`),
    source: "domain.md §5.2",
    digits: 2,
  })),
  dimensions: [],
};

const sentence =
  "2021年1-11月，全国住院费用跨省直接结算397.62万人次，涉及医疗费用965.33亿元，基金支付561.23亿元，基金支付比例为58.1%。";
export const published = [
  ["visits", "结算人次", "397.62", "万人次"],
  ["total_cost", "医疗费用", "965.33", "亿元"],
  ["fund_total", "基金支付", "561.23", "亿元"],
  ["fund_ratio", "基金支付比例", "58.1", "%"],
  ["reduced_advance", "人均减少垫付", "1.41", "万元"],
].map(([measure, zh, value, unit]) => ({
  id: `2021.1-11.${measure}`,
  title: text(zh!, measure!),
  value,
  low: null,
  high: null,
  unit,
  measure,
  from: "2021-01",
  to: "2021-11",
  region: "000000",
  care_scope: "cross_province",
  care_group: "inpatient",
  route: "direct",
  scheme: null,
  source: { id: "S1", title: "国家医保局", sentence },
  confidence: "official",
}));

export const batches = [3, 2, 1].map((id) => ({
  id,
  table: id === 2 ? "institution" : "settlement",
  layout: "nhsa-core",
  reporter: "insured",
  source: id === 2 ? "fixmedins_b.csv" : `setl_d-2021${id}.csv`,
  sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  receivedAt: `2026-11-2${id}T08:15:30+08:00`,
  rows: { read: 10_000, accepted: 9_950 - id, duplicate: 30, replaced: 8, rejected: 12 + id },
  generated: id !== 1,
  columnsSupplied: ["settlement_id", "person_no", "total_cost"],
}));

export const rejects = [
  { record: 17, line: 18, column: "medfee_sumamt", code: "decimals", value: "12.345", expected: "number:2" },
  { record: 43, line: 44, column: "begndate", code: "not_a_date", value: "2021-02-30", expected: "date" },
  { record: 90, line: 91, column: null, code: "field_count", value: "3", expected: "fields:71" },
];

export const notes = [
  {
    id: "settled_late",
    title: { zh: "出院一年后才结算", en: "Settled more than a year after discharge" },
    outcome: { zh: "计入结算月份", en: "stands in the month of settlement" },
    subject: "settlement",
    records: 12,
    examples: [{ record: "410100 S1", detail: "366", insured: "410000", care: "110000" }],
  },
  {
    id: "orphan_reversal",
    title: { zh: "冲销找不到原结算", en: "Reversal of an unknown settlement" },
    outcome: { zh: "不计入", en: "counts nothing" },
    subject: "settlement",
    records: 1034,
    examples: [{ record: "410100 R1", detail: "S9", insured: "410000", care: null }],
  },
  {
    id: "region_abolished",
    title: { zh: "已撤销的县级代码", en: "Code of an abolished county" },
    outcome: { zh: "按前缀归并", en: "rolls up by its prefix" },
    subject: "region",
    records: 0,
    examples: [],
  },
];

export const identities = [
  {
    identity: 4,
    check: null,
    title: text("医疗费总额 = 四部分之和", "total cost = sum of its four parts"),
    checked: 9_950,
    failed: 82,
    notSupplied: 0,
    examples: [{ institution: "H41010100001", failed: 40, checked: 900 }],
  },
  {
    identity: 5,
    check: null,
    title: text("基金支付 = 各基金之和", "fund paid = sum of the funds"),
    checked: 9_950,
    failed: 0,
    notSupplied: 0,
    examples: [],
  },
  {
    identity: 9,
    check: null,
    title: text("基金分项之和 = 基金支付", "fund shares = fund paid"),
    checked: 0,
    failed: 0,
    notSupplied: 9_950,
    examples: [],
  },
];

export const layouts = [
  {
    name: "nhsa-core",
    title: text("国家库表", "Core tables"),
    about: text("按核心库表名", "by the names of the core tables"),
    tables: [
      {
        source: "setl_d",
        table: "settlement",
        title: text("结算", "Settlement"),
        mapped: [
          { column: "settlement_id", label: text("结算ID", "Settlement ID"), from: ["setl_id"], value: null },
          { column: "total_cost", label: text("医疗费总额", "Total cost"), from: ["medfee_sumamt"], value: null },
        ],
        missing: [{ column: "side_flag", label: text("异地标志", "Side flag") }],
        ignored: [{ name: "rid", reason: text("技术主键", "technical key") }],
      },
    ],
    lacks: [{ table: "trace_code", title: text("追溯码", "Trace code") }],
    disables: [
      {
        figure: "days_per_stay",
        label: text("平均住院日", "Days per stay"),
        because: text("未提供结束日期", "Not supplied: end date"),
        needs: ["settlement.end_date"],
      },
    ],
    rules: [
      {
        rule: "XR-29",
        title: text("外伤住院未说明第三方责任", "Injury without a word on third parties"),
        because: text("未提供第三方责任标志", "Not supplied: third party"),
        needs: ["settlement.third_party"],
      },
    ],
  },
];

export const endedJob = {
  id: 1,
  command: "policies",
  state: "done",
  progress: null,
  queuedAt: "2021-12-01T09:00:00Z",
  startedAt: "2021-12-01T09:00:00Z",
  endedAt: "2021-12-01T09:00:03Z",
  error: null,
};
