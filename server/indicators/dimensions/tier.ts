import type { Dimension } from "../dimension.ts";

export default {
  id: "tier",
  label: { zh: "医院等级", en: "Hospital tier" },
  columns: [{ name: "tier", from: "tier" }],
  filter: ["tier"],
} satisfies Dimension;
