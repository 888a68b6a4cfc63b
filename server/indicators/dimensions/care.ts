import type { Dimension } from "../dimension.ts";

export default {
  id: "care",
  label: { zh: "就医省份", en: "Province of care" },
  columns: [{ name: "care", from: "care_province" }],
  filter: ["care_province", "care_city"],
} satisfies Dimension;
