import { personColumns } from "../../facts/relations/person_resolution.ts";
import { sql } from "../../store/sql.ts";
import { personsOf } from "../changes/changed.ts";
import type { RelationFile } from "../relation.ts";

/** Colleagues share an employer. Who is enrolled by several employers, over time or at once, is told by none: nobody is anybody's colleague by chance. */
export default {
  name: "employment",
  title: { zh: "参保单位", en: "Employer a person is insured through" },
  grain: { zh: "一个人，只有一个参保单位的", en: "a person whose enrolments name one employer" },
  key: ["person_id"],
  speaks: ["enrolment"],
  like: ["claim"],
  own: {},
  register: () => sql`
    select person_id, min(employer_no) as employer_no
    from (
      select ${personColumns("record")}, record.employer_no
      from main.enrolment as record left join person_exception as person on person.certificate = record.certificate_no
      where record.batch_to is null and record.valid is distinct from '0' and record.employer_no is not null
    )
    group by person_id having min(employer_no) = max(employer_no)`,
  changed: (column, since) => (column === "person_id" ? personsOf("enrolment", since) : null),
} satisfies RelationFile;
