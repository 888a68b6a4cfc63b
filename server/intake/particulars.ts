import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../store/database.ts";
import type { Column } from "../store/dictionary.ts";
import type { Keys } from "../store/keys.ts";
import { ident, join, literal, raw, type Sql, sql } from "../store/sql.ts";
import { type CellSource, valueName } from "./cell.ts";
import { cardDigits, certificateFault, certificatePseudonym } from "./certificate.ts";

/** A text of a record that is needed beyond its check, by a name of its own. */
export interface Held {
  name: string;
  value: Sql;
}

/** One person that a record names: whose columns these are, and how the person is known. */
interface Holder {
  fields: Column[];
  certificate: CellSource | null;
  /** Known by area and number where the certificate is faulty or missing. */
  local: boolean;
}

/** Prefixes of the columns of a second person in a record. */
const OTHERS = ["agent_", "linked_"];
/** A credential is shown at a visit; it says nothing more of the person. */
const CREDENTIAL = "credential_no";
const PLACE = ["insured_area", "person_no"];

const heldName = (name: string) => `held_${name}`;

/** What has to be kept of every record to know its persons' particulars later: texts that are not stored as they are. */
export function heldParticulars(cells: readonly CellSource[]): Held[] {
  const all = holdersOf(cells);
  const names = new Set(
    all.flatMap(({ fields, local }) => [...fields.map(({ name }) => name), ...(local ? PLACE : [])]),
  );
  const types = all.flatMap(({ certificate }) =>
    certificate?.certificateType
      ? [{ name: heldName(`${certificate.target.name}_type`), value: certificate.certificateType }]
      : [],
  );
  return [...[...names].map((name) => ({ name: heldName(name), value: valueName(name) })), ...types];
}

/**
 * Makes the temporary table `particulars` (person, content) of the good records in `staged`, where these texts stand. Gives
 * whether there are any: most tables name nobody.
 */
export async function gatherParticulars(
  connection: DuckDBConnection,
  keys: Keys,
  cells: readonly CellSource[],
  staged: string,
): Promise<boolean> {
  const parts = holdersOf(cells).map((holder) => particularsOf(holder, keys, staged));
  if (parts.length === 0) return false;
  await execute(connection, sql`create or replace temp table particulars as ${join(parts, " union all ")}`);
  return true;
}

/** Texts are made distinct first: hashing and writing them as JSON costs more. */
function particularsOf({ fields, certificate, local }: Holder, keys: Keys, staged: string): Sql {
  const held = (name: string) => ident(heldName(name));
  const type = certificate?.certificateType ? held(`${certificate.target.name}_type`) : null;
  const names = [...fields.map(({ name }) => name), ...(local ? PLACE : [])].map(held);
  const given = sql`select distinct ${join(type ? [...names, type] : names)} from ${ident(staged)} where not bad`;
  const known: Sql[] = [];
  let rows = given;
  if (certificate) {
    const number = { number: held(certificate.target.name), type };
    const [digits, fault] = [raw("digits"), raw("fault")];
    rows = sql`select *, ${certificateFault(number, digits)} as fault from (select *, ${cardDigits(number)} as digits from (${given}))`;
    known.push(certificatePseudonym(keys, number, digits, fault));
  }
  if (local) known.push(sql`md5(${held("insured_area")} || '|' || ${held("person_no")})::uuid`);
  const content = fields.map(({ name }) => sql`${literal(shortName(name))}: ${held(name)}`);
  return sql`select person, content
    from (select coalesce(${join(known)}) as person, to_json({${join(content)}})::varchar as content from (${rows}))
    where person is not null`;
}

function holdersOf(cells: readonly CellSource[]): Holder[] {
  const has = (name: string) => cells.some(({ target }) => target.name === name);
  return ["", ...OTHERS].flatMap((prefix) => {
    const own = cells.filter(({ target: { name } }) =>
      prefix ? name.startsWith(prefix) : !OTHERS.some((other) => name.startsWith(other)),
    );
    const fields = own.filter(({ target }) => isParticular(target)).map(({ target }) => target);
    const certificate = own.find(({ target }) => target.name === `${prefix}certificate_no`) ?? null;
    const local = prefix === "" && PLACE.every(has);
    return fields.length > 0 && (certificate || local) ? [{ fields, certificate, local }] : [];
  });
}

function isParticular({ name, personal }: Column): boolean {
  return ["name", "certificate", "phone", "address"].includes(personal ?? "") && name !== CREDENTIAL;
}

function shortName(name: string): string {
  return OTHERS.reduce((short, prefix) => (short.startsWith(prefix) ? short.slice(prefix.length) : short), name);
}
