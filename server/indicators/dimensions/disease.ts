import type { Dimension } from "../dimension.ts";

export default {
  id: "disease",
  label: { zh: "病种（前三位）", en: "Disease (3 characters)" },
  columns: [{ name: "disease", from: "disease" }],
  filter: ["disease"],
} satisfies Dimension;
