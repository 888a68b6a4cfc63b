import type { DataNote } from "../note.ts";
import { faultyCertificates } from "../persons/notes.ts";

export default {
  id: "certificate_checksum",
  title: { zh: "身份证号校验码或日期有误", en: "Identity card with a wrong check digit or date" },
  outcome: {
    zh: "只作本统筹区内的人员（参保地 + 人员编号），不跨地区关联",
    en: "a person of the insured area only (area and person number), never joined over areas",
  },
  subject: "person",
  rows: faultyCertificates("checksum", "date"),
} satisfies DataNote;
