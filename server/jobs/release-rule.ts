import { projectRelease, RULE_RELEASED, releasable } from "../audit/run/release.ts";
import { transaction } from "../store/database.ts";
import type { Principal } from "../store/principal.ts";
import type { House } from "./house.ts";

/** Takes what a held rule found in its last run for right: its next run is not held for as much. @throws request.invalid */
export async function releaseRule({ database, journal }: House, principal: Principal, rule: string): Promise<void> {
  const release = await database.read(principal, (reader) => releasable(reader, rule));
  const entry = await journal.append(principal.id, RULE_RELEASED, release);
  await database.act((connection) => transaction(connection, () => projectRelease(connection, entry)));
}
