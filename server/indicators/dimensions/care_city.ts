import type { Dimension } from "../dimension.ts";

export default {
  id: "care_city",
  label: { zh: "就医统筹区", en: "Pooling area of care" },
  columns: [{ name: "care_city", from: "care_city" }],
  filter: ["care_city"],
} satisfies Dimension;
