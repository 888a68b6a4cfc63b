/** A few findings, runs and rules that answer like the server: two overlapping stays, a group of sixteen persons, a run in which one rule was held. */
const both = (zh: string, en: string) => ({ zh, en });
const id = (number: number) => String(number).padStart(32, "0");

const rule = (name: string, title: { zh: string; en: string }, more: Record<string, unknown> = {}) => ({
  id: name,
  title,
  version: "2",
  status: "active",
  official: null,
  category: { id: "cross_province", label: both("跨省类", "Cross-province") },
  violationType: { id: "sham_care", label: both("虚假就医", "Sham care") },
  threeFakes: { id: "patient", label: both("假病人", "Fake patient") },
  result: { id: "suspected", label: both("可疑", "Suspected") },
  basis: [{ law: "Regulation", article: "38 (1)", from: "2021-05-01" }],
  unit: "pair",
  shape: "pairs",
  responsible: "institution",
  investigate: "both",
  implicates: "settlement",
  parameters: { overlap: { default: "1", unit: "nights", min: "1", max: "30", confidence: "illustrative" } },
  innocent: [both("出院登记迟于实际离院", "discharge registered late"), both("当日转院", "a transfer on the day")],
  references: [{ source: "4.1" }],
  material: both("调取两院入院记录", "admission records of both hospitals"),
  ...more,
});

export const rules = [
  rule("XR-01", both("两地重叠住院", "Overlapping stays in two provinces")),
  rule("XR-05", both("组团住院", "Group admissions"), { shape: "group", implicates: "none", unit: "group" }),
  rule("ZB-1", both("药费占比", "Share of drugs"), {
    official: { code: "ZB1", class: "indicator", edition: "2025" },
    category: { id: "indicator", label: both("指标类", "Indicator") },
    result: { id: "indicator", label: both("指标", "Indicator") },
  }),
];

const pieces = (nights: string) => ({
  zh: [
    { text: "同一人" },
    { text: "2021-08-03", name: "left.begin_date" },
    { text: "起在两省住院，重叠" },
    { text: nights, name: "nights", held: true },
    { text: "晚（限度" },
    { text: "1", name: "$overlap" },
    { text: "晚）。" },
  ],
  en: [
    { text: "The same person was in two provinces; " },
    { text: nights, name: "nights", held: true },
    { text: " nights overlap." },
  ],
});

const head = (number: number) => ({
  finding: id(number),
  rule: number === 2 ? "XR-05" : "XR-01",
  version: "1",
  state: "open",
  closedReason: null,
  review: number === 3 ? "confirmed" : "none",
  lead: number === 4,
  institutionCode: "H11010500001",
  institution: "Example Hospital 1",
  insuredArea: "410000",
  careArea: null,
  insuredProvinces: ["410000"],
  careProvinces: ["110000", "310000"],
  day: "2021-08-03",
  claims: ["410000|S1", "410000|S2"],
  firstRun: 1,
  lastRun: 3,
});

export const listedFindings = {
  total: 120,
  findings: Array.from({ length: 50 }, (_, i) => ({
    ...head(i + 1),
    said: pieces("5"),
    records: 1,
    money: i === 1 ? null : { kind: "suspected", cost: "48500.00", share: `${28_497 - i}.00`, estimated: "no" },
  })),
};

export const findingCounts = [
  { key: "XR-01", findings: 90, leads: 1, waiting: 80 },
  { key: "XR-05", findings: 30, leads: 0, waiting: 30 },
];

const value = (name: string, label: { zh: string; en: string }, written: string, limit: string | null) => ({
  name,
  label,
  value: written,
  written: both(written, written),
  unit: limit === null ? null : both("晚", "nights"),
  operator: limit === null ? null : ">=",
  limit,
  limitWritten: limit === null ? null : both(limit, limit),
});

const history = (run: number, said: unknown) => ({
  run,
  at: `2026-11-2${run} 10:00:00.123`,
  state: "open",
  closedReason: null,
  version: "1",
  changed: said === null ? null : { claims: { gone: [], come: ["410000|S2"] }, lines: { gone: [], come: [] } },
  said,
});

const someone = { id: "A", name: "A" };

/** Where a finding stands with reviewers: the third is judged. */
const inReview = (number: number) => ({
  evidenceHash: "a".repeat(64),
  stage: number === 3 ? "approval" : "waiting",
  verdict:
    number === 3 ? { verdict: 7, label: "confirmed", by: someone, at: "2026-11-23T09:00:00", approvedBy: null } : null,
  heldBy: null,
  putOff: null,
  limitation: "2023-08-15",
  risk: "20000.00",
});

function findingPage(number: number) {
  return {
    ...head(number),
    evidenceHash: "a".repeat(64),
    inReview: {
      ...inReview(number),
      limitationTerm: { years: 2, source: both("行政处罚法第三十六条", "Penalties act 36"), confidence: "recalled" },
      given: number === 3 ? [{ verdict: 7, by: someone, materials: [], ended: null, second: null }] : [],
      appeals: [],
      putOffReason: null,
    },
    lines: [],
    parameters: {},
    card: number === 2 ? rules[1] : rules[0],
    sentences: [pieces("5")],
    values: [
      [
        value("nights", both("重叠", "Nights"), "5", "1"),
        value("left.begin_date", both("甲·入院日期", "First: admitted on"), "2021-08-03", null),
      ],
    ],
    money:
      number === 2
        ? null
        : {
            kind: "suspected",
            cost: "48500.00",
            costShare: "48500.00",
            loss: "28497.00",
            share: "20000.00",
            byFund: [{ fund: "basic", loss: "28497.00", share: "20000.00" }],
            estimated: "partly",
            claims: [],
            later: { claims: 1, unjudged: 0, loss: "-20.00", share: "-20.00", byFund: [] },
          },
    history: [
      history(1, null),
      history(2, { gone: [both("重叠4晚", "4 nights")], come: [both("重叠5晚", "5 nights")] }),
    ],
    verdicts:
      number === 3
        ? [
            {
              verdict: 7,
              label: "confirmed",
              strength: "field",
              reason: "on site",
              reviewer: "A",
              givenAt: "2026-11-23T09:00:00",
              evidenceHash: "a".repeat(64),
              changed: null,
              said: null,
            },
          ]
        : [],
  };
}

const claim = (number: number, more: Record<string, unknown> = {}) => ({
  claim_id: `410000|S${number}`,
  settlement_id: `S${number}`,
  person: "8f3a2c1d",
  begin: "2021-08-03",
  end: "2021-08-15",
  settled_at: "2021-08-15T10:00:00",
  institution_code: "H1",
  institution: "Example Hospital 1",
  insured_city: "410000",
  insured_province: "410000",
  care_city: "110000",
  care_province: "110000",
  care_group: "inpatient",
  total_cost: "48500.00",
  fund_total: "36757.00",
  own: true,
  ...more,
});

export const track = {
  visits: [
    claim(1),
    claim(2, { begin: "2021-08-10", end: "2021-08-20", care_city: "310000", care_province: "310000" }),
    claim(3, { begin: "2021-10-01", end: "2021-10-01", care_group: "outpatient", own: false }),
  ],
};

/** Sixteen persons of two hospitals on four days: a matrix; the first four of them a graph. */
export const groupClaims = (persons: number) => ({
  claims: Array.from({ length: persons }, (_, i) =>
    claim(20 + i, {
      person: `person${String(i).padStart(2, "0")}`,
      begin: `2021-08-0${1 + (i % 4)}`,
      institution_code: i % 3 === 0 ? "H2" : "H1",
      institution: i % 3 === 0 ? "Example Hospital 2" : "Example Hospital 1",
    }),
  ),
  total: persons + 1,
});

export const pattern = {
  institution_code: "H11010500001",
  months: ["2021-07", "2021-08", "2021-09"].map((month, i) => ({
    month,
    visits: 900 + i,
    fund: "1000.00",
    findings: i,
    ofRule: i > 0 ? 1 : 0,
  })),
  rules: [{ rule: "XR-01", findings: 2 }],
};

const run = (number: number, failed = 0, held = 0) => ({
  run: number,
  asOf: number,
  ruleSet: "7f3a9c0d11e2",
  asked: number === 2 ? ["XR-01"] : null,
  startedAt: `2026-11-2${number}T10:00:00`,
  endedAt: `2026-11-2${number}T10:00:04.200`,
  startedBy: "national",
  rules: { done: 3 - failed - held, failed, held },
  found: 120 + number,
  opened: number,
  changed: 1,
  closed: 2,
});
export const auditRuns = { runs: [run(3, 0, 1), run(2), run(1)], total: 3, open: { "XR-01": 90 } };

const ran = (name: string, state: string, found: number, more: Record<string, unknown> = {}) => ({
  rule: name,
  version: "1",
  hash: "h",
  state,
  reason: null,
  lookedAt: 1000,
  notApplicable: {},
  found,
  opened: 0,
  changed: 0,
  closed: 0,
  seconds: 0.41,
  before: [{ run: 2, version: "1", state: "done", lookedAt: 1000, found: 10 }],
  ...more,
});

export const runPage = {
  ...run(3),
  previous: 2,
  next: null,
  rules: [
    ran("XR-01", "done", 12, { opened: 3, closed: 1, notApplicable: { "stay.end_date": 131_785 } }),
    ran("XR-05", "held", 900, { reason: "found 900, expected at most 80" }),
    ran("ZB-1", "done", 10),
  ],
  reasons: { "stay.end_date": both("住院·出院日期", "Stay: discharged on") },
};

/** Answers /api/findings, /api/rules and /api/audit; undefined for what is not theirs. */
export function findingAnswer({ pathname }: URL): unknown {
  const [, , resource, name = "", part] = pathname.split("/");
  if (resource === "rules") return { rules };
  if (resource === "audit") return pathname.endsWith("/runs") ? auditRuns : part === "3" ? runPage : undefined;
  if (resource !== "findings") return undefined;
  if (name === "") return listedFindings;
  if (name === "counts") return { counts: findingCounts };
  const number = Number(name);
  if (!Number.isSafeInteger(number) || number < 1) return undefined;
  if (part === "track") return track;
  if (part === "institution") return pattern;
  if (part === "claims") return groupClaims(16);
  if (part === "neighbours") {
    const beside = (other: number) => (other >= 1 && other <= 120 ? id(other) : null);
    return { neighbours: { position: number, total: 120, previous: beside(number - 1), next: beside(number + 1) } };
  }
  return findingPage(number);
}
