import { withClaims } from "../changes/changed.ts";
import type { RelationFile } from "../relation.ts";

/** The sums of lines that are kept beside `line`: whoever asks what a claim was charged for need not read its lines. */
export default {
  name: "line_link",
  title: { zh: "明细合计", en: "What lines add up to" },
  grain: {
    zh: "一笔结算的一方明细按收费类别的合计；计入者 used 为真",
    en: "one reporter's lines of a settlement by kind of charge; those that count are used",
  },
  key: ["claim_id", "names", "named", "reporter", "owner_area", "owner_institution"],
  speaks: [],
  like: ["institution_month", "line", "claim"],
  own: {
    names: { zh: "按什么对应", en: "What the lines name" },
    named: { zh: "所指号码", en: "The number they name" },
    alone: { zh: "号码唯一", en: "Nobody else goes by the number" },
    owner_area: { zh: "明细参保地", en: "Insured area of the lines" },
    owner_institution: { zh: "明细机构", en: "Institution of the lines" },
    used: { zh: "计入", en: "Counts" },
    lines: { zh: "明细条数", en: "Lines", unit: "lines" },
  },
  subject: { columns: ["claim_id"] },
  day: "month",
  changed: withClaims(["claim_id", "person_id", "institution_code"], "line"),
} satisfies RelationFile;
