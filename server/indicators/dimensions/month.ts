import type { Dimension } from "../dimension.ts";

export default {
  id: "month",
  label: { zh: "结算月份", en: "Month of settlement" },
  columns: [{ name: "month", from: "month", as: "strftime(month, '%Y-%m')" }],
} satisfies Dimension;
