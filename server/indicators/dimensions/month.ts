import { raw, sql } from "../../store/sql.ts";
import type { Dimension } from "../dimension.ts";

export default {
  id: "month",
  label: { zh: "月份", en: "Month" },
  columns: [{ name: "month", from: "month", as: (month) => sql`strftime(${month}, ${raw("'%Y-%m'")})` }],
} satisfies Dimension;
