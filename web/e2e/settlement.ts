/** One person's year, settled again: worked example E1 of the domain note and what stands around it. Exact to the fen. */
const amounts = (recorded: string | null, due: string | null, difference: string | null, low = due, high = due) => ({
  recorded,
  due,
  low,
  high,
  difference,
});
const same = (amount: string) => amounts(amount, amount, "0.00");

const ledger = [
  { step: "total", ...same("48500.00") },
  { step: "full_self_pay", ...same("1500.00") },
  { step: "over_limit", ...same("2000.00") },
  { step: "first_pay", ...same("2800.00") },
  { step: "in_scope", ...same("42200.00") },
  { step: "deductible", ...same("900.00") },
  { step: "base", ...same("41300.00") },
  { step: "calculated", ...amounts(null, "28497.00", null) },
  { step: "ceiling", ...amounts(null, "113243.00", null) },
  { step: "basic_fund", ...amounts("36757.00", "28497.00", "8260.00") },
  { step: "serious_illness", ...same("0.00") },
  { step: "large_amount", ...same("0.00") },
  { step: "civil_servant", ...same("0.00") },
  { step: "medical_aid", ...same("0.00") },
  { step: "other_funds", ...same("0.00") },
  { step: "fund_total", ...amounts("36757.00", "28497.00", "8260.00") },
  { step: "hospital_share", ...same("0.00") },
  { step: "personal_share", ...amounts("11743.00", "20003.00", "-8260.00") },
];

const claim = {
  claim_id: "410000|S1",
  settlement_id: "S1",
  encounter_id: "E1",
  person: "8f3a2c1d",
  sex: "1",
  age: "67.4",
  person_type: "1201",
  civil_servant: "0",
  insured_area: "410000",
  insured_province: "410000",
  insured_city: "410000",
  care_area: "110000",
  care_province: "110000",
  care_city: "110000",
  care_scope: "cross_province",
  institution_code: "H11010500001",
  tier: "3",
  route: "direct",
  care_type: "21",
  care_group: "inpatient",
  scheme: "310",
  filing_id: "F1",
  filing_class: "TMP_OTHER",
  main_diagnosis: "M17.900",
  emergency: false,
  visit_begin: "2021-08-03",
  visit_end: "2021-08-15",
  days: 12,
  settled_at: "2021-08-15T10:00:00",
  benefit_year: "2021",
  total_cost: "48500.00",
  in_scope: "42200.00",
  deductible_paid: "900.00",
  basic_fund: "36757.00",
  fund_total: "36757.00",
  personal_share: "11743.00",
};

const result = {
  policy_id: "410100-310@2020-01-01",
  benefit_year: "2021",
  person_group: "retired",
  tier: "3",
  filing: "TMP_OTHER",
  reason: null,
  judged: "exact",
  s1: "lines",
  admission_no: 1,
  deductible_standard_due: "900.00",
  extra_first_pay: "0.00",
  over_cap: "0.00",
  fund_due: "28497.00",
  personal_due: "20003.00",
  fund_difference: "8260.00",
  difference_class: "RS-RATIO",
  materiality: "material",
  responsible: "insured_agency",
  explaining: "filing:LT_RESIDE",
  explanations: ["filing:LT_RESIDE"],
  clean_fund_due: "28497.00",
  clean_personal_due: "20003.00",
  broken_identity: null,
  systemic: null,
};

export const claimPage = {
  claim,
  result,
  name: "张**",
  institution: "Example Hospital 1",
  diagnosis: "Osteoarthritis of knee",
  personType: { zh: "退休人员", en: "Retired" },
  filings: [
    {
      filing_id: "F1",
      area: "110000",
      filing_class: "TMP_OTHER",
      covers: true,
      reason: "admission",
      begin_date: "2021-08-01",
      end_date: "2022-01-31",
      created_at: "2021-08-01T09:00:00",
    },
  ],
  policy: {
    policy_id: "410100-310@2020-01-01",
    file: "areas/410100-310.yaml",
    scheme: "310",
    valid_from: "2020-01-01",
    valid_to: "2022-06-30",
    source: "Notice 1 (illustrative)",
    confidence: "illustrative",
    benefit_year: "01-01",
    catalogue_direct: "care",
    catalogue_manual: "insured",
    line: 6,
  },
  term: {
    paid: true,
    deductible_mode: "PER_VISIT",
    merged: "interim",
    standards: ["900.00"],
    segment_basis: "PER_SETTLEMENT",
    bands: [{ low: "0.00", high: "999999999999.99", ratio: "0.69000000" }],
    first_pay_ratio: "0.0000",
    cap_basis: "FUND",
    cap_amount: "150000.00",
    design: null,
    limit_period: null,
    limit_amount: null,
    flaw: null,
    adjust_mode: "POINTS",
    adjust_value: "0.2000",
    home_ratio: "0.89",
    deductible_line: 6,
    segment_line: 7,
    adjust_line: 8,
    cap_line: 9,
    chronic_line: null,
  },
  layers: {
    serious: null,
    large: {
      basis: "OVER_CAP",
      deductible: false,
      over_cap: false,
      first_pay: false,
      bands: [{ low: "0.00", high: "999999999999.99", ratio: "0.85000000" }],
      cap: "400000.00",
      line: 10,
    },
    civil: null,
    aid: null,
  },
  ledger,
  bands: [{ low: "0.00", high: null, ratio: "0.69000000", width: "41300.00", paid: "28497.00" }],
  unlike: [] as Record<string, unknown>[],
};

/** The same claim where the year's history is not complete. */
export const undecidedPage = {
  ...claimPage,
  result: {
    ...result,
    judged: "interval",
    reason: "history",
    difference_class: null,
    materiality: null,
    responsible: null,
    explaining: null,
    explanations: [],
    fund_difference: "0.00",
  },
  ledger: ledger.map((step) =>
    step.step === "deductible" ? { ...step, low: "0.00", high: "900.00" } : { ...step, due: step.recorded },
  ),
};

/** The same claim where its area has no policy, but others of its kind. */
export const unlikePage = {
  ...undecidedPage,
  policy: null,
  term: null,
  layers: null,
  bands: [],
  result: {
    ...undecidedPage.result,
    judged: "no",
    reason: "policy",
    policy_id: null,
    fund_due: null,
    fund_difference: null,
  },
  ledger: ledger.map((step) => ({ ...step, due: null, low: null, high: null, difference: null })),
  unlike: ["deductible", "ratio"].map((what) => ({
    what,
    recorded: what === "ratio" ? "0.8900" : "1300.0000",
    usual: what === "ratio" ? "0.8600" : "900.0000",
    amount: what === "ratio" ? "1239.00" : "400.00",
    rows: 812,
    share: "0.9963",
    person_group: "retired",
    tier: "3",
    filing: "TMP_OTHER",
    benefit_year: "2021",
    admission: what === "ratio" ? null : 1,
  })),
};

export const lineCount = 5000;
const lineNames = [
  "line_no day item_code item_name hospital_item_code item_class quantity price amount restricted",
  "full_self_pay over_limit first_pay in_scope full_self_pay_due over_limit_due first_pay_due in_scope_due",
]
  .join(" ")
  .split(" ");

/** Thousands of lines; one of them was split otherwise than the catalogue says. */
export const claimLines = {
  names: lineNames,
  rows: lineCount,
  columns: lineNames.map((name) =>
    Array.from({ length: lineCount }, (_, row) => {
      const differs = row === 3;
      const cells: Record<string, string | null> = {
        line_no: String(row + 1),
        day: `2021-08-${String(3 + (row % 12)).padStart(2, "0")}`,
        item_code: `XA02BCA013E00101010${String(row).padStart(4, "0")}`,
        item_name: `Item ${row + 1}`,
        hospital_item_code: null,
        item_class: differs ? "02" : "01",
        quantity: "1.0000",
        price: "9.700000",
        amount: "9.70",
        restricted: "0",
        full_self_pay: "0.00",
        over_limit: "0.00",
        first_pay: "0.00",
        in_scope: "9.70",
        full_self_pay_due: "0.00",
        over_limit_due: "0.00",
        first_pay_due: differs ? "0.97" : "0.00",
        in_scope_due: differs ? "8.73" : "9.70",
      };
      return cells[name] ?? null;
    }),
  ),
};

const visit = (number: number, day: string, more: Record<string, unknown> = {}) => ({
  claim_id: `410000|S${number}`,
  visit_begin: day,
  visit_end: day,
  settled_at: `${day}T10:00:00`,
  insured_city: "410000",
  scheme: "310",
  care_province: "410000",
  care_city: "410000",
  care_group: "outpatient",
  route: "direct",
  total_cost: "300.00",
  fund_total: "100.00",
  fund_due: "100.00",
  fund_difference: "0.00",
  judged: "exact",
  difference_class: null,
  materiality: null,
  fund_so_far: "100.00",
  due_so_far: "100.00",
  ...more,
});

export const personYear = [
  visit(0, "2021-02-11"),
  visit(1, "2021-08-03", {
    visit_end: "2021-08-15",
    settled_at: "2021-08-15T10:00:00",
    care_province: "110000",
    care_city: "110000",
    care_group: "inpatient",
    fund_total: "36757.00",
    fund_due: "28497.00",
    fund_difference: "8260.00",
    difference_class: "RS-RATIO",
    materiality: "material",
    fund_so_far: "36857.00",
    due_so_far: "28597.00",
  }),
  visit(2, "2021-10-20", { fund_so_far: "36957.00", due_so_far: "28697.00" }),
];

const counted = (over: number, under: number) => ({
  claims: 900,
  judged: 800,
  cannot: 100,
  differing: over + under,
  rounding: 2,
  over,
  over_yuan: `${over * 1000}.50`,
  under,
  under_yuan: `-${under * 100}.25`,
});

/** Answers /api/resettlement/differences by its grouping. */
export const differences: Record<string, Record<string, unknown>[]> = {
  total: [counted(30, 12)],
  class: [
    { difference_class: "RS-RATIO", ...counted(20, 8) },
    { difference_class: "RS-DEDC", ...counted(10, 4) },
  ],
  responsible: [{ responsible: "insured_agency", ...counted(30, 12) }],
  pair: [
    { insured_province: "410000", care_province: "110000", ...counted(20, 2) },
    { insured_province: "340000", care_province: "310000", ...counted(10, 10) },
  ],
  institution: [{ institution_code: "H11010500001", institution_name: "Example Hospital 1", ...counted(30, 12) }],
  month: ["2021-07", "2021-08", "2021-09"].map((month, i) => ({ month, ...counted(10 + i, 4) })),
  cannot: [{ reason: "history", ...counted(0, 0), claims: 100 }],
};

export const listed = {
  total: 120,
  claims: Array.from({ length: 50 }, (_, i) => ({
    claim_id: `410000|S${i + 1}`,
    settled_at: "2021-08-15T10:00:00",
    insured_city: "410000",
    care_city: "110000",
    institution_code: "H11010500001",
    institution_name: "Example Hospital 1",
    care_group: "inpatient",
    scheme: "310",
    filing: "TMP_OTHER",
    total_cost: "48500.00",
    fund_total: "36757.00",
    fund_due: "28497.00",
    fund_difference: `${8260 - i}.00`,
    judged: "exact",
    reason: null,
    difference_class: "RS-RATIO",
    materiality: "material",
    responsible: "insured_agency",
    explaining: "filing:LT_RESIDE",
  })),
};

/** Claims of an area without a policy beside their like; the last one beside the ratio it states itself. */
export const compared = {
  total: 45,
  rows: [...unlikePage.unlike, { ...unlikePage.unlike[1], what: "reapplied", amount: "-310.00" }].map((unlike, i) => ({
    ...unlike,
    claim_id: `410000|S${10 + i}`,
    settled_at: "2021-08-15T10:00:00",
    insured_city: "410000",
    care_city: "110000",
    institution_code: "H11010500001",
    institution_name: "Example Hospital 1",
    scheme: "310",
    care_group: "inpatient",
  })),
};

export const systemic = [
  {
    systemic: 4_123_456_789_012,
    insured_city: "410000",
    scheme: "310",
    policy_id: "410100-310@2020-01-01",
    difference_class: "RS-RATIO",
    explaining: "filing:LT_RESIDE",
    share: "0.8600",
    claims: 96,
    fund_difference: "81200.00",
  },
];

const policyText = `area: "410100"
versions:
  - valid_from: 2020-01-01
    valid_to: 2022-06-30 # until the new rules
    deductibles:
      - { care: [inpatient], mode: PER_VISIT, tiers: { "3": [900] } }
      - { care: [inpatient], groups: [retired], tiers: { "3": [[0, 0.89]] } }
        TMP_OTHER: { mode: POINTS, points: 0.2 }
      - { care: [inpatient, chronic], basis: FUND, amount: 150000 }
      - { layer: large_amount, basis: OVER_CAP, bands: [[0, 0.85]], cap: 400000 }
`;

export const policies = ["410000", "340000"].map((area, i) => ({
  policy: `${area}-310@2020-01-01`,
  file: "areas/410100-310.yaml",
  own: i === 1,
  line: 3,
  title: { zh: `${i === 0 ? "河南" : "安徽"}职工（示例）`, en: `Employees ${area} (illustrative)` },
  scheme: "310",
  from: "2020-01-01",
  to: i === 0 ? null : "2022-06-30",
  source: "Notice 1 (illustrative)",
  confidence: "illustrative",
  areas: [area],
  judged: 1000,
  differing: 10 + 390 * i,
  defects: i === 1 ? [area] : [],
}));

export const proposables = [
  {
    area: "410000",
    scheme: "390",
    why: "no_policy",
    policies: [],
    claims: 5200,
    first: "2021-01-03",
    last: "2021-12-30",
    possible: true,
  },
  {
    area: "340000",
    scheme: "310",
    why: "policy_defect",
    policies: ["340000-310@2020-01-01"],
    claims: 31,
    first: "2021-02-01",
    last: "2021-11-30",
    possible: false,
  },
];

const somewhere = {
  from: "2021-01-01",
  care: "inpatient",
  group: null,
  tier: null,
  filing: null,
  admission: null,
  band: null,
  disease: null,
};
export const proposal = {
  area: "410000",
  scheme: "390",
  file: "410000-390.yaml",
  claims: 5200,
  first: "2021-01-03",
  last: "2021-12-30",
  text: "area: '410000'\nscheme: '390'\nversions: []\n",
  rows: [
    {
      ...somewhere,
      part: "deductible",
      group: "resident_adult",
      tier: "3",
      admission: 1,
      value: "900.00",
      rows: 812,
      share: 0.9963,
    },
    { ...somewhere, part: "ratio", group: "resident_adult", tier: "O3", value: "0.68", rows: 640, share: 0.9812 },
    { ...somewhere, part: "adjustment", filing: "TMP_OTHER", value: "POINTS 0.2", rows: 230, share: 0.9913 },
    { ...somewhere, part: "rule", value: "merged interim", rows: 77, share: 1 },
  ],
  leftovers: [
    { ...somewhere, part: "ceiling", rows: 0, reason: "not_seen", assumed: null },
    { ...somewhere, part: "rule", rows: 12, reason: "few_claims", assumed: "returning_home full" },
  ],
};

/** Answers what the settlement pages ask; undefined for any other path. */
export function settlementAnswer({ pathname, searchParams }: URL): unknown {
  const [, , resource, id = "", part] = pathname.split("/");
  if (resource === "resettlement") {
    if (id === "differences") return { rows: differences[searchParams.get("by") ?? "total"] };
    if (id === "claims") return listed;
    if (id === "consistency") return compared;
    return id === "systemic" ? { findings: systemic } : undefined;
  }
  if (resource === "policies") {
    if (id === "proposals") return part === undefined ? { proposals: proposables } : proposal;
    return id === ""
      ? { policies }
      : { file: decodeURIComponent(id), text: policyText, versions: policies.slice(0, 1) };
  }
  if (resource !== "claims") return undefined;
  const number = Number(/S(\d+)$/.exec(decodeURIComponent(id))?.[1] ?? Number.NaN);
  if (Number.isNaN(number)) return undefined;
  if (part === "lines") return claimLines;
  if (part === "year") return { claims: personYear };
  if (part === "neighbours") {
    const beside = (other: number) => (other >= 1 && other <= 120 ? `410000|S${other}` : null);
    return { neighbours: { position: number, total: 120, previous: beside(number - 1), next: beside(number + 1) } };
  }
  const page = number === 9 ? undecidedPage : number === 10 ? unlikePage : claimPage;
  return { ...page, claim: { ...page.claim, claim_id: `410000|S${number}`, settlement_id: `S${number}` } };
}
