import { raw } from "../../store/sql.ts";
import { withClaims } from "../changes/changed.ts";
import { filingsOfStays } from "../compile/filings-of-stays.ts";
import type { RelationFile } from "../relation.ts";

/** A filing made before the settlement of a stay and taken back by its area (`retnr_flag`), before it or after. Only what was settled while it stood names it. */
export default {
  name: "cancelled_filing",
  title: { zh: "已撤回的备案", en: "Filing taken back" },
  grain: { zh: "一次住院所用而撤回的备案", en: "the filing of a stay that was taken back" },
  key: ["claim_id"],
  speaks: ["filing"],
  like: ["claim"],
  own: {
    made_on: { zh: "备案日", en: "Made on", unit: "day" },
    taken_back_on: { zh: "撤回日", en: "Taken back on", unit: "day" },
    stood: { zh: "结算时尚未撤回", en: "Stood at the settlement" },
  },
  register: () => filingsOfStays(raw("record.returned = '1' and record.created_at < claim.settled_at")),
  changed: withClaims(["claim_id"]),
} satisfies RelationFile;
