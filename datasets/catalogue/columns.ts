/** What a cell may hold: a pattern, and how to say it to a person. Values stay text, so that money and ratios stay exact. */
interface Cell {
  fits: RegExp;
  expected: string;
}

const text: Cell = { fits: /^.+$/, expected: "text" };
const anyText: Cell = { fits: /^.*$/, expected: "text or nothing" };
const day: Cell = { fits: /^20\d\d-[01]\d-[0-3]\d$/, expected: "a day like 2024-01-31" };
const amount: Cell = { fits: /^\d+(\.\d{1,6})?$/, expected: "yuan like 12.5" };
const ratio: Cell = { fits: /^(0(\.\d{1,4})?|1)$/, expected: "a ratio from 0 to 1 with at most 4 digits" };
const whole: Cell = { fits: /^\d+$/, expected: "a whole number" };
const optional = ({ fits, expected }: Cell): Cell => ({
  fits: new RegExp(`^$|${fits.source}`),
  expected: `${expected}, or nothing`,
});
const oneOf = (...values: string[]): Cell => ({
  fits: new RegExp(`^(${values.join("|")})$`),
  expected: `one of ${values.join(", ")}`,
});
const area: Cell = { fits: /^\d{6}$/, expected: "six digits" };
const itemCode: Cell = {
  fits: /^(X[A-Z]\d{2}[0-9A-Z]{19}|Z[0-9A-Z]{19}|T\d{9}|C\d{26}|0\d{14}|\d{27})$/,
  expected: "a national code: X + 22, Z + 19, T + 9, C + 26 characters, 15 or 27 digits",
};
const careGroups: Cell = {
  fits: /^(inpatient|outpatient|chronic|pharmacy)( (inpatient|outpatient|chronic|pharmacy))*$/,
  expected: "care groups with blanks between them",
};
const diseases: Cell = {
  fits: /^([A-Z]\d{2}( [A-Z]\d{2})*)?$/,
  expected: "three-character diagnoses with blanks between them, or nothing",
};

/** Columns of `items.csv`: those of the dictionary's `catalogue_item`, then what only the generator needs. */
export const itemColumns = {
  area: oneOf("000000"),
  item_code: itemCode,
  item_name: text,
  list_type: oneOf("101", "102", "103", "104", "105", "106", "201", "301"),
  item_class: oneOf("01", "02", "03"),
  charge_class: oneOf("01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14"),
  specification: anyText,
  dosage_form: anyText,
  unit: text,
  pack_size: optional(whole),
  price_limit: optional(amount),
  first_pay_ratio: ratio,
  restriction: anyText,
  special_drug: oneOf("0", "1"),
  valid_from: day,
  valid_to: optional(day),
  source: text,
  confidence: oneOf("official", "illustrative", "inferred"),
  price_low: amount,
  price_high: amount,
  days_supply: whole,
  care: careGroups,
  share: whole,
  diseases,
} as const satisfies Record<string, Cell>;

/** Columns of `provinces/<code>.csv`; an empty scheme or tier means any, an empty value the nation's. */
export const differenceColumns = {
  area,
  item_code: itemCode,
  scheme: optional(oneOf("310", "390")),
  tier: optional(oneOf("3", "2", "1", "0")),
  item_class: optional(oneOf("01", "02", "03")),
  first_pay_ratio: optional(ratio),
  price_limit: optional(amount),
  valid_from: day,
  valid_to: optional(day),
  source: text,
  confidence: oneOf("official", "illustrative", "inferred"),
} as const satisfies Record<string, Cell>;

export type Columns = Readonly<Record<string, Cell>>;
export type CatalogueItem = Record<keyof typeof itemColumns, string>;
export type CatalogueDifference = Record<keyof typeof differenceColumns, string>;
