import { readFileSync } from "node:fs";
import { raw, type Sql } from "../../store/sql.ts";

/** One row for each evidence that was judged, with the verdict that counts for quality: rule, version, parameters, finding, evidence_hash, claims, label, strength. */
export const judged: Sql = raw(readFileSync(new URL("judged.sql", import.meta.url), "utf8"));
