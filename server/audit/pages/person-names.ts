import type { Dictionary, Personal } from "../../store/dictionary.ts";
import { identityOf } from "../../store/identity.ts";
import type { Keys } from "../../store/keys.ts";
import { mask } from "../../store/masks.ts";
import type { Reader } from "../../store/reader.ts";

/** What records say of who a person is, each column's values without repetition, the latest last. */
export type PersonNames = Record<"names" | "certificates", string[]>;

const columns = { names: "person_name", certificates: "certificate_no" } as const;

/**
 * Names and certificate numbers of a person from the sealed identities, masked by their personal-data class unless a person of ours may see them now.
 * The caller has written down that it was asked for.
 */
export async function personNames(
  reader: Reader,
  keys: Keys,
  dictionary: Dictionary,
  person: string,
  unmasked: boolean,
): Promise<PersonNames> {
  const said = (await identityOf(reader, keys, [person])).get(person) ?? [];
  const valuesOf = (column: string) => {
    const personal = classOf(dictionary, column);
    const values = said.flatMap((each) => (typeof each[column] === "string" ? [each[column]] : []));
    return [...new Set(values.map((value) => (unmasked ? value : mask(value, personal)!)))];
  };
  return { names: valuesOf(columns.names), certificates: valuesOf(columns.certificates) };
}

function classOf(dictionary: Dictionary, column: string): Personal {
  const personal = dictionary.table("person").columns.get(column)?.personal;
  if (!personal) throw new TypeError(`person.${column} has no personal-data class`);
  return personal;
}
