import { raw } from "../../store/sql.ts";
import { withClaims } from "../changes/changed.ts";
import type { RelationFile } from "../relation.ts";

const kinds = {
  drug: ["药品费", "drugs"],
  examination: ["检查费", "examinations"],
  laboratory: ["化验费", "laboratory"],
  treatment: ["治疗手术费", "treatment and operations"],
  consumable: ["卫生材料费", "consumables"],
};

/** Beside a visit, what its lines add up to by kind of charge, all its settlements together: nobody need read the lines for it. */
export default {
  name: "visit_charges",
  title: { zh: "就诊明细合计", en: "Charges of a visit" },
  grain: { zh: "一次就诊计入的明细按收费类别的合计", en: "the lines of a visit that count, summed by kind of charge" },
  key: ["visit_id"],
  speaks: [],
  like: ["claim"],
  own: {
    lines: { zh: "明细条数", en: "Lines", unit: "lines", from: ["fee_line.amount"] },
    line_amount: { zh: "明细合计", en: "Sum of the lines", unit: "yuan", from: ["fee_line.amount"] },
    ...Object.fromEntries(
      Object.entries(kinds).map(([name, [zh, en]]) => [
        `${name}_amount`,
        { zh: zh!, en: `Charged for ${en}`, unit: "yuan", from: ["fee_line.charge_class", "fee_line.list_type"] },
      ]),
    ),
  },
  register: () =>
    raw(`select visit_id, sum(lines)::bigint as lines, sum(line_amount)::decimal(18, 2) as line_amount,
        ${Object.keys(kinds)
          .map((name) => `sum(${name}_amount)::decimal(18, 2) as ${name}_amount`)
          .join(", ")}
      from line_link where used group by visit_id`),
  reads: ["line_link"],
  changed: withClaims(["visit_id"], "line"),
} satisfies RelationFile;
