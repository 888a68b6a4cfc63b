import { identityOf } from "../../store/identity.ts";
import type { Keys } from "../../store/keys.ts";
import { mask } from "../../store/masks.ts";
import type { Reader } from "../../store/reader.ts";

/** A person's name as a screen may show it (张**); null where no record named the person. The caller writes down that it was asked for. */
export async function maskedName(reader: Reader, keys: Keys, personId: string): Promise<string | null> {
  const said = (await identityOf(reader, keys, [personId])).get(personId) ?? [];
  const name = said.findLast(({ person_name }) => typeof person_name === "string")?.person_name;
  return mask(typeof name === "string" ? name : null, "name");
}
