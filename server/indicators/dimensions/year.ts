import type { Dimension } from "../dimension.ts";

export default {
  id: "year",
  label: { zh: "结算年份", en: "Year of settlement" },
  columns: [{ name: "year", from: "month", as: "strftime(month, '%Y')" }],
} satisfies Dimension;
