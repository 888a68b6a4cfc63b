/** What a principal may do. A route declares exactly one; `public` needs no account. */
export const permissions = [
  "public",
  "own.account",
  "figures.read",
  "data.read",
  "data.load",
  "data.export",
  "findings.judge",
  "findings.approve",
  "corrections.handle",
  "persons.read",
  "rules.write",
  "rules.approve",
  "knowledge.write",
  "jobs.read",
  "jobs.run",
  "system.read",
  "accounts.write",
  "journal.read",
] as const;
export type Permission = (typeof permissions)[number];

/**
 * Which regions' records a principal may see.
 * `all`: the nation. Otherwise codes of provinces (`410000`) and of cities (`410100`), matched on the insured side, the care side or either.
 */
export type Scope =
  | { all: true }
  | {
      all: false;
      side: "insured" | "care" | "either";
      provinces: readonly string[];
      cities?: readonly string[];
    };

/** Who asks. Every query takes one. */
export interface Principal {
  id: string;
  name: string;
  /** What gave the permissions; absent in tests that make a principal by hand. */
  role?: string;
  scope: Scope;
  permissions: ReadonlySet<Permission>;
}

/** The machine's own user, who runs commands on the data folder; tests too. The whole nation, every permission. */
export const nationalPrincipal: Principal = {
  id: "national",
  name: "本机操作员",
  role: "operator",
  scope: { all: true },
  permissions: new Set(permissions),
};
