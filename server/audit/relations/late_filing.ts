import { raw } from "../../store/sql.ts";
import { withClaims } from "../changes/changed.ts";
import { filingsOfStays } from "../compile/filings-of-stays.ts";
import type { RelationFile } from "../relation.ts";

/** A filing over a stay that was made after its settlement. It covers nothing, so no claim names it. */
export default {
  name: "late_filing",
  title: { zh: "结算之后的备案", en: "Filing after settlement" },
  grain: { zh: "一次住院结算之后才建立的备案", en: "the filing of a stay that was made after its settlement" },
  key: ["claim_id"],
  speaks: ["filing"],
  like: ["claim", "cancelled_filing"],
  own: {},
  register: () =>
    filingsOfStays(raw("filed.reason = 'created_after_settlement' and record.created_at > claim.settled_at")),
  changed: withClaims(["claim_id"]),
} satisfies RelationFile;
