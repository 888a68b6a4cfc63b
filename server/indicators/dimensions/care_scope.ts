import type { Dimension } from "../dimension.ts";

export default {
  id: "care_scope",
  label: { zh: "就医范围", en: "Scope of care" },
  columns: [{ name: "care_scope", from: "care_scope" }],
  filter: ["care_scope"],
} satisfies Dimension;
