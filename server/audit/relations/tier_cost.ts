import { raw } from "../../store/sql.ts";
import type { RelationFile } from "../relation.ts";

/** What stays of institutions of one tier cost: dear is what lies above the upper quartile (domain note §7). */
export default {
  name: "tier_cost",
  title: { zh: "各等级住院费用", en: "Cost of stays by tier" },
  grain: { zh: "一个机构等级", en: "a tier of institutions" },
  key: ["tier"],
  speaks: [],
  like: ["claim"],
  own: {
    stays: { zh: "住院人次", en: "Stays", unit: "visits" },
    upper_quartile: { zh: "住院费用上四分位数", en: "Upper quartile of the cost of a stay", unit: "yuan" },
  },
  register: () =>
    raw(`select tier, count(*) as stays, quantile_disc(total_cost, 0.75) as upper_quartile
      from stay where total_cost > 0 and tier <> 'unknown' group by tier`),
} satisfies RelationFile;
