import type { DataNote } from "../note.ts";
import { faultyCertificates } from "../persons/notes.ts";

export default {
  id: "certificate_masked",
  title: { zh: "证件号码被遮蔽", en: "Masked certificate number" },
  outcome: {
    zh: "只作本统筹区内的人员（参保地 + 人员编号），不跨地区关联",
    en: "a person of the insured area only (area and person number), never joined over areas",
  },
  subject: "person",
  rows: faultyCertificates("masked"),
} satisfies DataNote;
