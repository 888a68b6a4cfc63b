import type { Scope } from "./session.svelte.ts";
import type { Text } from "./types.ts";

/** An account as administrators see it. */
export interface Account {
  id: string;
  name: string;
  role: string;
  scope: Scope;
  disabled: boolean;
  lockedUntil: string | null;
  mustChangePassword: boolean;
  createdAt: string;
  lastSignIn: string | null;
}

export type Reach = "nation" | "provinces" | "cities";

export interface Role {
  id: string;
  title: Text;
  reaches: Reach[];
}

/** What a form of an account holds while it is filled in. */
export interface AccountDraft {
  id: string;
  name: string;
  role: string;
  reach: Reach;
  side: "insured" | "care" | "either";
  provinces: string[];
  cities: string[];
}

export const blankDraft = (role: Role): AccountDraft => ({
  ...{ id: "", name: "", role: role.id, reach: role.reaches[0] ?? "nation" },
  ...{ side: "either", provinces: [], cities: [] },
});

export function draftOf({ id, name, role, scope }: Account): AccountDraft {
  if (scope.all) return { id, name, role, reach: "nation", side: "either", provinces: [], cities: [] };
  const { side, provinces, cities = [] } = scope;
  return { id, name, role, reach: cities.length > 0 ? "cities" : "provinces", side, provinces, cities };
}

export function scopeOf({ reach, side, provinces, cities }: AccountDraft): Scope {
  if (reach === "nation") return { all: true };
  return reach === "provinces" ? { all: false, side, provinces } : { all: false, side, provinces: [], cities };
}
