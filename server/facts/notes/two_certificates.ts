import type { DataNote } from "../note.ts";
import { personNotes } from "../persons/notes.ts";

export default {
  id: "two_certificates",
  title: { zh: "一个人员编号两个证件", en: "One person number with two certificates" },
  outcome: {
    zh: "有证件关联的合为一人，否则在关联到达之前作不同的人（明细：证件数 → 人数）",
    en: "one person where a link states it, until then different persons (detail: certificates → persons)",
  },
  subject: "person",
  rows: personNotes("two_certificates"),
} satisfies DataNote;
