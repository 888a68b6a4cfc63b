import { raw, type Sql } from "../../store/sql.ts";

/**
 * When a filing that does not stand any more was taken back: its handling by the agency, where that is later than its making, else its last update; null where
 * neither is known.
 * @param of name of the filings' rows, with its dot
 */
export const takenBackAt = (of = ""): Sql =>
  raw(`case when ${of}handled_at > ${of}created_at then ${of}handled_at else ${of}updated_at end`);
