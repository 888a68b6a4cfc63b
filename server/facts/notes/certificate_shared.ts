import type { DataNote } from "../note.ts";
import { personNotes } from "../persons/notes.ts";

export default {
  id: "certificate_shared",
  title: { zh: "证件号码疑被多人共用", en: "Certificate that several persons seem to share" },
  outcome: {
    zh: "性别或出生日期矛盾，或同一统筹区超过三个人员编号：结算照计，不参与以人为单位的规则",
    en: "contradicting sex or birth date, or over three person numbers of one area: settlements count, rules on persons leave them out",
  },
  subject: "person",
  rows: personNotes("certificate_shared"),
} satisfies DataNote;
