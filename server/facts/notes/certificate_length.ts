import type { DataNote } from "../note.ts";
import { faultyCertificates } from "../persons/notes.ts";

export default {
  id: "certificate_length",
  title: { zh: "证件号码位数不符", en: "Certificate number of a wrong length" },
  outcome: {
    zh: "只作本统筹区内的人员（参保地 + 人员编号），不跨地区关联；15 位旧号码换算为 18 位，不在此列",
    en: "a person of the insured area only, never joined over areas; old numbers of 15 digits become 18 and are not counted here",
  },
  subject: "person",
  rows: faultyCertificates("length"),
} satisfies DataNote;
