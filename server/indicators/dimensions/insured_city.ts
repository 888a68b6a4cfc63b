import type { Dimension } from "../dimension.ts";

export default {
  id: "insured_city",
  label: { zh: "参保统筹区", en: "Pooling area of insurance" },
  columns: [{ name: "insured_city", from: "insured_city" }],
  filter: ["insured_city"],
} satisfies Dimension;
