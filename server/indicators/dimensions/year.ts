import { sql } from "../../store/sql.ts";
import type { Dimension } from "../dimension.ts";

export default {
  id: "year",
  label: { zh: "年份", en: "Year" },
  columns: [{ name: "year", from: "month", key: (month) => sql`year(${month})`, as: (year) => sql`${year}::varchar` }],
} satisfies Dimension;
