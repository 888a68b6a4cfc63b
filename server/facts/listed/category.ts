import { raw, type Sql } from "../../store/sql.ts";

/**
 * The three characters of an ICD-10 code; null for what is none: codes of Chinese-medicine diseases and patterns (they are told by `type`, the
 * diagnosis type), and codes of chronic diseases, a letter and five digits.
 * @param code an SQL expression, as is `type`
 */
export function icdCategory(code: string, type = "null"): Sql {
  return raw(`case when coalesce(${type} not in ('3', '4'), true) and regexp_matches(upper(trim(${code})), '^[A-Z][0-9][0-9A-Z]([.].*|[0-9X])?$')
    then left(upper(trim(${code})), 3) end`);
}
