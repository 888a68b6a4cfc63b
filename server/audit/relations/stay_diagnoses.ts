import { literal, type Sql, sql } from "../../store/sql.ts";
import { changedRows, unaudited } from "../changes/changed.ts";
import type { RelationFile } from "../relation.ts";

/** ICD-10: infections that are by their own name of a hospital: of infusions, wounds, devices, and Y95, "nosocomial condition". */
const ofCare = "^(Y95|T80\\.2|T81\\.4|T82\\.[67]|T83\\.[56]|T84\\.[5-7]|T85\\.7|T88\\.0|O86\\.0)";
/** Infections that a hospital may give; that it did is said by 入院病情 4: not there at admission (note on the front page of the medical record, 2011). */
const infections = "^([AB][0-9]|J1[0-8]|J20|J22|J69|K65|L0[0-8]|N30|N39\\.0|O85|O86)";

/** Visits of claims that changed, and those whose diagnoses did. */
const visitsDiagnosed = (since: number): Sql => sql`
  with changed as (select encounter_id from main.diagnosis where ${changedRows(since)})
  ${unaudited("visit_id", "claim")}
  union select visit_id from claim where encounter_id in (from changed)
  union select visit_id from claim where care_encounter_id in (from changed)`;

/** Beside a stay, what all its diagnoses say: the main one alone stands in `stay`. */
export default {
  name: "stay_diagnoses",
  title: { zh: "住院诊断", en: "Diagnoses of a stay" },
  grain: { zh: "一次住院的全部诊断合在一起", en: "all diagnoses of a stay taken together" },
  key: ["visit_id"],
  speaks: [],
  like: ["claim"],
  own: {
    diagnoses: { zh: "诊断条数", en: "Diagnoses" },
    secondary_supplied: { zh: "已提供其他诊断", en: "Diagnoses beside the main one were supplied" },
    hospital_infection: { zh: "有医院感染诊断", en: "A diagnosis says that the hospital gave an infection" },
  },
  register: () => sql`
    with named as (
      select visit_id, encounter_id, unnest([insured_area, insured_city]) as area from stay
      union
      select stay.visit_id, claim.care_encounter_id, unnest([claim.care_area, claim.care_city])
      from stay join claim using (claim_id) where claim.care_encounter_id is not null
    )
    select visit_id, count(*) as diagnoses,
      case when bool_or(record.main is distinct from '1') then true end as secondary_supplied,
      coalesce(bool_or(regexp_matches(record.diagnosis_code, ${literal(ofCare)}) or contains(record.diagnosis_name, '医院感染') or contains(record.diagnosis_name, '院内感染')
        or record.admission_condition = '4' and regexp_matches(record.diagnosis_code, ${literal(infections)})), false) as hospital_infection
    from named join main.diagnosis as record on record.encounter_id = named.encounter_id and record.pooling_area = named.area
    where record.batch_to is null and coalesce(record.valid, '1') = '1'
    group by visit_id`,
  changed: (column, since) => (column === "visit_id" ? visitsDiagnosed(since) : null),
} satisfies RelationFile;
