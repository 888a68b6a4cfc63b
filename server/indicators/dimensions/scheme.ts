import type { Dimension } from "../dimension.ts";

export default {
  id: "scheme",
  label: { zh: "险种", en: "Scheme" },
  columns: [{ name: "scheme", from: "scheme" }],
  filter: ["scheme"],
} satisfies Dimension;
