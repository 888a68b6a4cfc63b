import type { Dimension } from "../dimension.ts";

export default {
  id: "care_group",
  label: { zh: "医疗类别大类", en: "Group of care types" },
  columns: [{ name: "care_group", from: "care_group" }],
  filter: ["care_group"],
} satisfies Dimension;
