import { icdCategory } from "../listed/category.ts";
import { listedFact } from "../listed/listed.ts";

/** `claim_diagnosis`: one row per diagnosis of a visit that counts, with its claim; key (claim_id, diagnosis_no). category: the three characters of an ICD-10 code. */
export default listedFact({
  name: "claim_diagnosis",
  table: "diagnosis",
  number: "diagnosis_no",
  columns: `diagnosis_no, diagnosis_type, phase, record.main, diagnosis_code, diagnosis_name, admission_condition, diagnosed_at,
    ${icdCategory("diagnosis_code", "diagnosis_type").text} as category`,
});
