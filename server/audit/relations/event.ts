import { withPersons } from "../changes/changed.ts";
import type { RelationFile } from "../relation.ts";

export default {
  name: "event",
  title: { zh: "到场", en: "Presence" },
  grain: { zh: "一个人的一次到场：住院或其他就诊", en: "one presence of a person: a stay or another visit" },
  key: ["visit_id"],
  speaks: [],
  like: ["claim"],
  own: {
    kind: { zh: "就医类别组", en: "Care group" },
    from_at: { zh: "起", en: "From" },
    to_at: { zh: "止", en: "To" },
    precision: { zh: "时间精度", en: "Precision" },
    present: { zh: "本人须在场", en: "The person must have been there" },
    latitude: { zh: "纬度", en: "Latitude" },
    longitude: { zh: "经度", en: "Longitude" },
  },
  subject: { through: ["encounter_key"], columns: [] },
  day: "from_at",
  changed: withPersons,
} satisfies RelationFile;
