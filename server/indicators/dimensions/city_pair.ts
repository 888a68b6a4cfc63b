import type { Dimension } from "../dimension.ts";

export default {
  id: "city_pair",
  label: { zh: "参保统筹区—就医统筹区", en: "Insured and care pooling area" },
  columns: [
    { name: "insured_city", from: "insured_city" },
    { name: "care_city", from: "care_city" },
  ],
} satisfies Dimension;
