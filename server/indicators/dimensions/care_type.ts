import type { Dimension } from "../dimension.ts";

export default {
  id: "care_type",
  label: { zh: "医疗类别", en: "Care type" },
  columns: [{ name: "care_type", from: "care_type" }],
  filter: ["care_type"],
} satisfies Dimension;
