import { readdirSync } from "node:fs";
import type { Permission } from "../store/principal.ts";
import type { Reach } from "./reach.ts";

/** What an account may do and where: a file each in `roles/`, named after it. */
export interface Role {
  id: string;
  title: { zh: string; en: string };
  /** How far an account with this role may reach. */
  reaches: readonly Reach[];
  /** Beside `own.account`, which everybody has. */
  permissions: readonly Permission[];
  /** Of these, what only an account of the whole nation gets: acts that touch the records of all regions at once. */
  ofTheNation?: readonly Permission[];
}

/** Every role, by id. */
export const roles: ReadonlyMap<string, Role> = await loadRoles(new URL("roles/", import.meta.url));

/** The default exports of a folder, by id. */
export async function loadRoles(folder: URL): Promise<ReadonlyMap<string, Role>> {
  const found = new Map<string, Role>();
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".ts")) continue;
    const { default: role } = (await import(new URL(file, folder).href)) as { default: Role };
    if (`${role.id.replaceAll("_", "-")}.ts` !== file) throw new TypeError(`${file} defines the role "${role.id}"`);
    found.set(role.id, role);
  }
  return found;
}

/** What an account of this role and reach may do. A role that no file defines any more permits nothing but one's own account. */
export function permissionsOf(role: Role | undefined, reach: Reach): ReadonlySet<Permission> {
  const held = role?.permissions ?? [];
  const granted = held.filter((permission) => reach === "nation" || !role?.ofTheNation?.includes(permission));
  return new Set<Permission>(["public", "own.account", ...granted]);
}
