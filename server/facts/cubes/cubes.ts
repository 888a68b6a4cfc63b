import { cellColumns } from "./additive.ts";

/** A small table kept from `claim`, a row per cell of its columns, with every additive column; see additive.ts. */
export interface Cube {
  name: string;
  columns: readonly string[];
  /** It holds the first day of the year as `year` in place of the month: few enough cells for questions of whole years. */
  yearly?: true;
  /** A finer cube it is rolled up from; absent: the claims themselves. */
  from?: string;
}

const common = ["month", ...cellColumns] as const;
const provinces = ["insured_province", "care_province"] as const;
const cities = ["insured_city", "care_city"] as const;
const kinds = [...common, "scheme", "tier"] as const;

/**
 * The smallest first: a figure is answered by the first that has its columns. What needs more columns than any has is counted from the claims.
 */
export const cubes: readonly Cube[] = [
  { name: "claim_cube_pair", columns: [...common, ...provinces, "generated_scale"] },
  { name: "claim_cube_discharge", columns: [...common, "discharge_month", ...provinces] },
  { name: "claim_cube_drug", columns: [...common, "drug_channel", ...provinces] },
  { name: "claim_cube_filing", columns: [...common, "filing_class", ...provinces] },
  { name: "claim_cube_credential", columns: [...common, "credential", ...provinces] },
  { name: "claim_cube_insured_city", columns: [...kinds, "insured_province", "insured_city"] },
  { name: "claim_cube_care_city", columns: [...kinds, "care_province", "care_city"] },
  { name: "claim_cube", columns: [...kinds, "care_type", ...provinces] },
  { name: "claim_cube_insured_disease", columns: [...common, "disease", "insured_province"] },
  { name: "claim_cube_care_disease", columns: [...common, "disease", "care_province"] },
  {
    name: "claim_cube_insured_city_care",
    columns: [...common, ...provinces, "insured_city"],
    from: "claim_cube_city_pair",
  },
  {
    name: "claim_cube_care_city_insured",
    columns: [...common, ...provinces, "care_city"],
    from: "claim_cube_city_pair",
  },
  {
    name: "claim_cube_city_pair_year",
    columns: ["year", ...cellColumns, ...provinces, ...cities],
    yearly: true,
    from: "claim_cube_city_pair",
  },
  {
    name: "claim_cube_city_pair_kind_year",
    columns: ["year", ...cellColumns, "scheme", "tier", ...provinces, ...cities],
    yearly: true,
  },
  { name: "claim_cube_city_pair", columns: [...common, ...provinces, ...cities] },
];
