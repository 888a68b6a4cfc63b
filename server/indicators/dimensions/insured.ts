import type { Dimension } from "../dimension.ts";

export default {
  id: "insured",
  label: { zh: "参保省份", en: "Province of insurance" },
  columns: [{ name: "insured", from: "insured_province" }],
  filter: ["insured_province", "insured_city"],
} satisfies Dimension;
