import { personColumns } from "../../facts/relations/person_resolution.ts";
import { sql } from "../../store/sql.ts";
import { personsOf } from "../changes/changed.ts";
import type { RelationFile } from "../relation.ts";

/** Areas may keep several numbers of one person: of deaths the earliest counts, so that a late record in one area accuses nobody. */
export default {
  name: "person",
  title: { zh: "人员登记", en: "Register of persons" },
  grain: { zh: "一个人，各地登记合并", en: "one person, what all areas registered taken together" },
  key: ["person_id"],
  speaks: ["person"],
  like: ["claim"],
  own: {
    registered_dead: { zh: "登记已死亡", en: "Registered as dead" },
    serving: { zh: "登记服刑", en: "Registered as serving a sentence" },
    serving_since: { zh: "登记服刑起始日", en: "Serving a sentence since", unit: "day" },
    survival_known: {
      zh: "生存状态已提供",
      en: "Survival status supplied",
      from: ["person.survival_status", "person.death_date"],
    },
  },
  register: () => sql`
    select person_id, min(death_date) as death_date, min(survival_since) as survival_since,
      bool_or(survival_status is not distinct from '2' or death_date is not null) as registered_dead,
      bool_or(survival_status is not distinct from '3') as serving,
      min(survival_since) filter (where survival_status = '3') as serving_since,
      case when bool_or(survival_status is not null or death_date is not null) then true end as survival_known
    from (
      select ${personColumns("record")}, record.death_date, record.survival_since, record.survival_status
      from main.person as record left join person_exception as person on person.certificate = record.certificate_no
      where record.batch_to is null and record.valid is distinct from '0'
    )
    group by person_id`,
  changed: (column, since) => (column === "person_id" ? personsOf("person", since) : null),
} satisfies RelationFile;
