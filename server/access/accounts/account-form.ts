import { fail } from "../../errors.ts";
import type { Scope } from "../../store/principal.ts";
import type { Places } from "../access.ts";
import { reaches, reachOf } from "../reach.ts";
import { roles } from "../role.ts";

const ID = /^[a-z][a-z0-9._-]{1,59}$/;
/** Names that stand in the journal for nobody's account. */
const TAKEN = new Set(["national", "nobody", "system", "test"]);
/** Letters of any script with what stands between them: nothing a browser could take for markup, nothing that turns the line around. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .·'()（）-]{0,59}$/u;

/** @throws account.invalid */
export function checkId(id: string): void {
  if (!ID.test(id) || TAKEN.has(id)) {
    throw invalid("id", "2 to 60 of a–z, 0–9 and . _ -, a letter first, none of the house's own names", id);
  }
}

/** @throws account.invalid */
export function checkName(name: string): void {
  if (!NAME.test(name)) throw invalid("name", "1 to 60 letters and figures", name);
}

/** That there is such a role, and that it goes with the scope. @throws account.invalid */
export function checkRole(role: string, scope: Scope): void {
  const known = roles.get(role);
  if (!known) throw invalid("role", [...roles.keys()].join(", "), role);
  const reach = reachOf(scope);
  if (!known.reaches.includes(reach)) throw invalid("scope", `${known.reaches.join(" or ")} for ${role}`, reach);
}

/** That a scope names places that there are, one kind of them: provinces or cities. @throws account.invalid */
export function checkScope(scope: Scope, known: Places): void {
  if (scope.all) return;
  const { provinces, cities = [] } = scope;
  if ((provinces.length === 0) === (cities.length === 0)) {
    throw invalid(
      "scope",
      `${reaches.join(", ")}: one of them`,
      `${provinces.length} provinces, ${cities.length} cities`,
    );
  }
  for (const kind of ["provinces", "cities"] as const) {
    const strange = (scope[kind] ?? []).find((code) => !known[kind].has(code));
    if (strange !== undefined) throw invalid(`scope.${kind}`, "codes of the list of regions", strange);
  }
}

const invalid = (field: string, expected: string, got: string) =>
  fail("account.invalid", { field, expected, got: got.slice(0, 80) });
