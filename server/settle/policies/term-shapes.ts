/** Types of the rows that fill the tables of terms, as DuckDB's `from_json` takes them. */
const MONEY = "DECIMAL(16,2)";
const bands = [{ low: MONEY, high: MONEY, ratio: "DECIMAL(9,8)" }];

export const versionShape = {
  policy_id: "VARCHAR",
  file: "VARCHAR",
  scheme: "VARCHAR",
  valid_from: "DATE",
  valid_to: "DATE",
  source: "VARCHAR",
  confidence: "VARCHAR",
  benefit_year: "VARCHAR",
  cross_year_stay: "VARCHAR",
  catalogue_direct: "VARCHAR",
  catalogue_manual: "VARCHAR",
  returning_home: "VARCHAR",
  emergency: "VARCHAR",
  pharmacy: "VARCHAR",
  content_hash: "VARCHAR",
  title: "VARCHAR",
  title_en: "VARCHAR",
  line: "INTEGER",
};

export const placeShape = {
  area: "VARCHAR",
  scheme: "VARCHAR",
  valid_from: "DATE",
  valid_to: "DATE",
  policy_id: "VARCHAR",
};

export const termShape = {
  policy_id: "VARCHAR",
  care_group: "VARCHAR",
  person_group: "VARCHAR",
  tier: "VARCHAR",
  filing: "VARCHAR",
  paid: "BOOLEAN",
  flaw: "VARCHAR",
  deductible: "INTEGER",
  ratio: "INTEGER",
  adjust: "INTEGER",
  cap: "INTEGER",
  chronic: "INTEGER",
};

export const partShapes = {
  deductible: {
    part: "INTEGER",
    mode: "VARCHAR",
    merged: "VARCHAR",
    standards: [MONEY],
    known: "INTEGER",
    line: "INTEGER",
  },
  ratio: { part: "INTEGER", basis: "VARCHAR", bands, known: MONEY, home: "VARCHAR", line: "INTEGER" },
  adjust: { part: "INTEGER", mode: "VARCHAR", value: "DECIMAL(5,4)", first_pay: "DECIMAL(5,4)", line: "INTEGER" },
  cap: {
    part: "INTEGER",
    basis: "VARCHAR",
    amount: MONEY,
    inpatient: "BOOLEAN",
    outpatient: "BOOLEAN",
    chronic: "BOOLEAN",
    line: "INTEGER",
  },
  chronic: {
    part: "INTEGER",
    design: "VARCHAR",
    diseases: ["VARCHAR"],
    period: "VARCHAR",
    amount: MONEY,
    further: MONEY,
    line: "INTEGER",
  },
};

const layer = {
  basis: "VARCHAR",
  deductible: "BOOLEAN",
  over_cap: "BOOLEAN",
  first_pay: "BOOLEAN",
  inpatient: "BOOLEAN",
  outpatient: "BOOLEAN",
  chronic: "BOOLEAN",
  bands,
  cap: MONEY,
  line: "INTEGER",
};

export const layerShape = {
  policy_id: "VARCHAR",
  aid_class: "VARCHAR",
  serious: layer,
  large: layer,
  civil: layer,
  aid: layer,
};
