import { type Permission, type Principal, permissions } from "./principal.ts";

const allBut = (...without: Permission[]) => new Set(permissions.filter((name) => !without.includes(name)));

/**
 * Two persons of the demo, so that what needs a second person can be shown before accounts exist. Only a server of the generated demo on loopback lets a
 * browser be one of them.
 */
export const demoPersons = {
  author: { id: "demo-author", name: "规则员 A", scope: { all: true }, permissions: allBut("rules.approve") },
  approver: { id: "demo-approver", name: "审批员 B", scope: { all: true }, permissions: allBut("rules.write") },
} as const satisfies Record<string, Principal>;

export type DemoPerson = keyof typeof demoPersons;

const COOKIE = "jiheng_demo_person";

/** The person that a browser of the demo chose, from its cookies; null where it chose none. */
export function chosenPerson(cookies: string | undefined): Principal | null {
  const [, who] = new RegExp(`(?:^|;\\s*)${COOKIE}=(\\w+)`).exec(cookies ?? "") ?? [];
  return Object.entries(demoPersons).find(([name]) => name === who)?.[1] ?? null;
}

/** The cookie by which a browser is that person from now on; null: the one built-in account again. */
export const personCookie = (who: DemoPerson | null): string =>
  `${COOKIE}=${who ?? ""}; Path=/; HttpOnly; SameSite=Strict${who === null ? "; Max-Age=0" : ""}`;

/** What a person is called; the id itself where nobody knows. */
export const personName = (id: string): string =>
  Object.values(demoPersons).find((person) => person.id === id)?.name ?? (id === "national" ? "国家级" : id);
