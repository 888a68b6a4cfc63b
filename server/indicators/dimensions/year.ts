import { raw, sql } from "../../store/sql.ts";
import type { Dimension } from "../dimension.ts";

export default {
  id: "year",
  label: { zh: "年份", en: "Year" },
  columns: [{ name: "year", from: "month", as: (month) => sql`strftime(${month}, ${raw("'%Y'")})` }],
} satisfies Dimension;
