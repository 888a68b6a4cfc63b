import { regionSeed } from "../facts/regions.ts";
import { type Declaration, parseDeclaration } from "../settle/completeness/declaration.ts";
import { COMPLETENESS_DECLARED, type Declared } from "../settle/completeness/declarations.ts";
import { transaction } from "../store/database.ts";
import type { Principal } from "../store/principal.ts";
import type { House } from "./house.ts";

/** Reads declarations as a person writes them, all before any of them counts. @throws completeness.invalid */
export function parseDeclarations(texts: readonly string[]): Declaration[] {
  const regions = texts.length > 0 ? regionSeed() : [];
  return texts.map((text) => parseDeclaration(text, regions));
}

/** Writes declarations to the journal and into their table. What follows from them is for the caller to bring up (`catchUp`). */
export async function declareCompleteness(
  house: House,
  principal: Principal,
  declarations: readonly Declaration[],
): Promise<readonly Declared[]> {
  if (declarations.length > 0) {
    const entry = await house.journal.append(principal.id, COMPLETENESS_DECLARED, { declarations: [...declarations] });
    house.declarations.onEntry(entry);
    await house.database.act((connection) => transaction(connection, () => house.declarations.project(connection)));
  }
  return house.declarations.all();
}
