import { loadDictionary } from "../store/dictionary.ts";
import { join, literal, type Sql, sql } from "../store/sql.ts";

/** The code table that types of certificates are told in. */
const CERTIFICATE_TYPES = "psn_cert_type";

/**
 * A code of another table (a credential's type) as the certificate type it stands for, its `class` in that table: the number
 * of an identity card shown as a credential is the number of the same person's certificate. A code without one stays apart.
 */
export function certificateType(code: Sql, codeTable: string): Sql {
  if (codeTable === CERTIFICATE_TYPES) return code;
  const cases = [...loadDictionary().codeTable(codeTable).values.values()].flatMap((value) =>
    value.class === null ? [] : [sql`when ${literal(value.code)} then ${literal(value.class)}`],
  );
  const apart = sql`${literal(`${codeTable} `)} || ${code}`;
  return cases.length === 0 ? apart : sql`case ${code} ${join(cases, " ")} else ${apart} end`;
}
