import { sql } from "../../store/sql.ts";
import type { RelationFile } from "../relation.ts";
import claimOperation from "./claim_operation.ts";

/** Beside a claim, what the operations of its list amount to. */
export default {
  name: "listed_operations",
  title: { zh: "清单手术合计", en: "Operations of a list" },
  grain: { zh: "一次就诊清单手术合在一起", en: "all listed operations of a visit taken together" },
  key: ["claim_id"],
  speaks: [],
  like: ["claim"],
  own: {
    operations: { zh: "手术条数", en: "Operations", unit: "operations", from: ["operation.operation_code"] },
    flagged: { zh: "标明主次的手术条数", en: "Operations that say whether they are the main one", unit: "operations" },
    mains: { zh: "主要手术条数", en: "Main operations", unit: "operations", from: ["operation.main"] },
  },
  register: () => sql`
    select claim_id, count(*) as operations, count(main) as flagged, count(*) filter (main = '1') as mains
    from listed_operation group by claim_id`,
  reads: ["listed_operation"],
  changed: (column, since) => (column === "claim_id" ? claimOperation.changed(column, since) : null),
} satisfies RelationFile;
