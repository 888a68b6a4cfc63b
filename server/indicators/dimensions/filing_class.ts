import type { Dimension } from "../dimension.ts";

export default {
  id: "filing_class",
  label: { zh: "备案类别", en: "Filing class" },
  columns: [{ name: "filing_class", from: "filing_class" }],
  filter: ["filing_class"],
} satisfies Dimension;
