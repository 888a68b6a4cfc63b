import type { Dimension } from "../dimension.ts";

export default {
  id: "route",
  label: { zh: "结算途径", en: "Route of settlement" },
  columns: [{ name: "route", from: "route" }],
  filter: ["route"],
} satisfies Dimension;
