import { readFileSync } from "node:fs";
import type { Catalogue } from "../../../datasets/catalogue/catalogue.ts";
import type { CatalogueItem } from "../../../datasets/catalogue/columns.ts";
import { parsePolicy } from "../../../datasets/policies/policy-file.ts";
import type { PolicyFile } from "../../../datasets/policies/policy-schema.ts";
import type { Person } from "../reference.ts";
import { listedItem } from "./listed-item.ts";
import type { Due, Line, Recorded, Settlement } from "./records.ts";

/** A worked example of the domain note, §2.14: what is given, and what it says is due. */
export interface WorkedExample {
  name: string;
  /** Text of the policy file. */
  policy: string;
  person: Person;
  /** By claim: columns of `settled`, yuan with two digits. */
  expected: Record<string, Partial<Record<keyof Due, string>>>;
}

const shipped = (name: string) =>
  readFileSync(new URL(`../../../datasets/policies/areas/${name}.yaml`, import.meta.url), "utf8");
const zhengzhou = shipped("410100-310");
const zhengzhouResidents = shipped("410100-390");
const beijing = shipped("110000-310");
const chengdu = shipped("510100-310");

export const policyOf = ({ policy }: WorkedExample): PolicyFile => {
  const [, area, scheme] = /area: "(\d+)"\s+scheme: "(\d+)"/.exec(policy) ?? [];
  return parsePolicy(policy, `${area}-${scheme}.yaml`);
};

/** A settlement of a cross-province stay in Beijing; an example says what is otherwise. */
function settlement(
  claim_id: string,
  more: Partial<Omit<Settlement, "recorded">> & { recorded?: Partial<Recorded> },
): Settlement {
  const day = more.visit_end ?? "2023-03-11";
  return {
    claim_id,
    insured_city: "410100",
    insured_province: "410000",
    care_province: "110000",
    care_scope: "cross_province",
    scheme: "310",
    care_group: "inpatient",
    route: "direct",
    settled_at: `${day} 10:00:00`,
    encounter: claim_id,
    visit_begin: day,
    visit_end: day,
    counts_admission: true,
    institution_code: "H11010500001",
    tier: "3",
    person_group: "active",
    filing_class: "LT_RESIDE",
    emergency_flag_only: false,
    long_term_filing: false,
    disease_code: null,
    aid_class: null,
    civil_servant: false,
    lines: [],
    ...more,
    recorded: { ...nothing, ...more.recorded },
  };
}

const nothing: Recorded = {
  total_cost: "0.00",
  full_self_pay: "0.00",
  over_limit: "0.00",
  first_pay: "0.00",
  in_scope: "0.00",
  deductible_paid: "0.00",
  basic_fund: "0.00",
  serious_illness_fund: "0.00",
  large_amount_fund: "0.00",
  civil_servant_fund: "0.00",
  medical_aid_fund: "0.00",
  other_funds: "0.00",
  hospital_share: "0.00",
};

const item = (item_code: string, more: Partial<CatalogueItem>) => listedItem(item_code, "domain note §2.14", more);

/** L1 to L5 of the note. */
export const exampleCatalogue: Catalogue = {
  items: [
    item("XA01ADL001A001010101001", {}),
    item("XA01ADL001A001010101002", { item_class: "02", first_pay_ratio: "0.1" }),
    item("011010500010000", { list_type: "201" }),
    item("C0101010000000000000000000A".slice(0, 27), {
      list_type: "301",
      item_class: "02",
      first_pay_ratio: "0.2",
      price_limit: "5000",
    }),
    item("XA01ADL001A001010101005", { item_class: "03", first_pay_ratio: "1" }),
  ],
  differences: [],
};

function lines(day: string): Line[] {
  const line = (at: number, quantity: string, price: string, amount: string): Line => ({
    item_code: exampleCatalogue.items[at]!.item_code,
    day,
    quantity,
    price,
    amount,
    hospital_approved: null,
    full_self_pay: "0.00",
    over_limit: "0.00",
    first_pay: "0.00",
    in_scope: amount,
  });
  return [
    line(0, "1", "12000", "12000.00"),
    line(1, "1", "8000", "8000.00"),
    line(2, "1", "15000", "15000.00"),
    line(3, "2", "6000", "12000.00"),
    line(4, "1", "1500", "1500.00"),
  ];
}

type E1 = [string, Settlement["filing_class"], (text: string) => string, Partial<Record<keyof Due, string>>];

const asWritten = (text: string) => text;
const adjusted = (mode: string) => (text: string) =>
  text.replaceAll(/(TMP_REFER|TMP_OTHER): \{ mode: POINTS, points: 0\.(\d) \}/g, (_, name, tenths) =>
    mode === "FACTOR"
      ? `${name}: { mode: FACTOR, factor: 0.${10 - tenths} }`
      : `${name}: { mode: PRESELF, first_pay_ratio: 0.${tenths} }`,
  );

const e1: E1[] = [
  ["filed for long", "LT_RESIDE", asWritten, { in_scope_due: "42200.00", basic_due: "36757.00" }],
  ["referred, points", "TMP_REFER", asWritten, { basic_due: "32627.00" }],
  ["other temporary, points", "TMP_OTHER", asWritten, { basic_due: "28497.00" }],
  ["referred, factor", "TMP_REFER", adjusted("FACTOR"), { basic_due: "33081.30" }],
  [
    "referred, first-pay",
    "TMP_REFER",
    adjusted("PRESELF"),
    { extra_first_pay: "4220.00", in_scope_due: "37980.00", basic_due: "33001.20" },
  ],
  [
    "other temporary, first-pay",
    "TMP_OTHER",
    adjusted("PRESELF"),
    { extra_first_pay: "8440.00", in_scope_due: "33760.00", basic_due: "29245.40" },
  ],
];

const e2 = { insured_city: "110000", insured_province: "110000", care_province: "410000" } as const;
const header = (in_scope: string) => ({ recorded: { total_cost: in_scope, in_scope } });

export const workedExamples: WorkedExample[] = [
  ...e1.map(([name, filing_class, change, expected]) => ({
    name: `E1 ${name}`,
    policy: change(zhengzhou),
    person: {
      openings: [],
      settlements: [
        settlement("E1", {
          filing_class,
          person_group: "retired",
          lines: lines("2023-03-05"),
          recorded: { total_cost: "48500.00" },
        }),
      ],
    },
    expected: {
      E1: { full_self_pay_due: "1500.00", over_limit_due: "2000.00", deductible_due: "900.00", ...expected },
    },
  })),
  {
    name: "E2 segments, a second admission",
    policy: beijing,
    person: {
      openings: [],
      settlements: [
        settlement("E2a", { ...e2, visit_end: "2023-03-11", ...header("42200.00") }),
        settlement("E2b", { ...e2, visit_end: "2023-05-11", ...header("42200.00") }),
      ],
    },
    expected: {
      E2a: { deductible_due: "1300.00", basic_due: "35485.00" },
      E2b: { deductible_due: "650.00", basic_due: "36037.50" },
    },
  },
  {
    name: "E2 segments, the last band",
    policy: beijing,
    person: { openings: [], settlements: [settlement("E2c", { ...e2, ...header("130000.00") })] },
    expected: { E2c: { deductible_due: "1300.00", basic_due: "115895.00" } },
  },
  {
    name: "E3 ceiling",
    policy: zhengzhou,
    person: {
      openings: [],
      settlements: [
        settlement("E3a", {
          visit_end: "2023-01-20",
          recorded: {
            total_cost: "160000.00",
            in_scope: "160000.00",
            deductible_paid: "900.00",
            basic_fund: "130000.00",
          },
        }),
        settlement("E3b", { visit_end: "2023-03-11", ...header("60000.00") }),
      ],
    },
    expected: {
      E3b: {
        deductible_due: "900.00",
        calculated: "50826.00",
        cap_left: "20000.00",
        basic_due: "20000.00",
        over_cap: "35844.19",
        large_due: "30467.56",
      },
    },
  },
  {
    name: "E4 serious illness over two stays",
    policy: zhengzhouResidents,
    person: {
      openings: [],
      settlements: [
        settlement("E4a", {
          scheme: "390",
          person_group: "resident_adult",
          visit_end: "2023-03-11",
          recorded: {
            total_cost: "60000.00",
            in_scope: "60000.00",
            deductible_paid: "2000.00",
            basic_fund: "37700.00",
            serious_illness_fund: "6780.00",
          },
        }),
        settlement("E4b", {
          scheme: "390",
          person_group: "resident_adult",
          visit_end: "2023-06-11",
          ...header("90000.00"),
        }),
      ],
    },
    expected: {
      E4a: { basic_due: "37700.00", serious_due: "6780.00" },
      E4b: { basic_due: "57200.00", serious_due: "19935.00" },
    },
  },
  {
    name: "E5 annual deductible of out-patients",
    policy: beijing,
    person: {
      openings: [],
      settlements: [
        settlement("E5a", { ...e2, care_group: "outpatient", visit_end: "2023-03-11", ...header("1500.00") }),
        settlement("E5b", { ...e2, care_group: "outpatient", visit_end: "2023-04-11", ...header("900.00") }),
        settlement("E5c", { ...e2, care_group: "outpatient", visit_end: "2023-05-11", tier: "0", ...header("600.00") }),
      ],
    },
    expected: {
      E5a: { deductible_due: "1500.00", basic_due: "0.00" },
      E5b: { deductible_due: "300.00", basic_due: "420.00" },
      E5c: { deductible_due: "0.00", basic_due: "540.00" },
    },
  },
  {
    name: "E6 ceiling of out-patients",
    policy: chengdu,
    person: {
      openings: [],
      settlements: [
        settlement("E6a", {
          insured_city: "510100",
          insured_province: "510000",
          care_group: "outpatient",
          visit_end: "2023-03-11",
          recorded: { total_cost: "3000.00", in_scope: "3000.00", deductible_paid: "200.00", basic_fund: "1400.00" },
        }),
        settlement("E6b", {
          insured_city: "510100",
          insured_province: "510000",
          care_group: "outpatient",
          visit_end: "2023-04-11",
          ...header("1500.00"),
        }),
      ],
    },
    expected: {
      E6a: { deductible_due: "200.00", basic_due: "1400.00" },
      E6b: { calculated: "750.00", basic_due: "600.00" },
    },
  },
];
