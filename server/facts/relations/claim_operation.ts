import { listedFact } from "../listed/listed.ts";

/** The first characters of an ICD-9-CM-3 code, 74 or 74.1; null for what is none. */
const partOf = (length: number) =>
  `case when regexp_matches(trim(operation_code), '^[0-9]{2}[.][0-9]') then left(trim(operation_code), ${length}) end`;

/**
 * `claim_operation`: one row per operation of a visit that counts, with its claim; key (claim_id, operation_no). category and subcategory: two and four
 * characters of an ICD-9-CM-3 code.
 */
export default listedFact({
  name: "claim_operation",
  table: "operation",
  number: "operation_no",
  columns: `operation_no, record.main, operation_code, operation_name, operation_date, begin_at, end_at, surgeon_code, anaesthesia,
    ${partOf(2)} as category, ${partOf(4)} as subcategory`,
});
