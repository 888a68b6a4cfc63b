import type { Dimension } from "../dimension.ts";

export default {
  id: "pair",
  label: { zh: "参保地—就医地", en: "Insured and care province" },
  columns: [
    { name: "insured", from: "insured_province" },
    { name: "care", from: "care_province" },
  ],
} satisfies Dimension;
