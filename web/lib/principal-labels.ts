import { m } from "../paraglide/messages.js";
import type { Locale } from "../paraglide/runtime.js";
import { type Regions, regionName } from "./regions.ts";
import type { Scope } from "./session.svelte.ts";

const roles: Record<string, () => string> = {
  supervisor: m.role_supervisor,
  analyst: m.role_analyst,
  province: m.role_province,
  city: m.role_city,
  rule_author: m.role_rule_author,
  administrator: m.role_administrator,
  operator: m.role_operator,
};

/** What a role is called; its own word where nobody knows it. */
export const roleName = (role: string | null): string => (role === null ? "" : (roles[role]?.() ?? role));

const sides = { insured: m.scope_side_insured, care: m.scope_side_care, either: m.scope_side_either };

/** Which regions somebody sees, in words. Codes stand where the regions are not read yet. */
export function scopeName(scope: Scope, regions: Regions, locale: Locale): string {
  if (scope.all) return m.scope_nation();
  const codes = [...scope.provinces, ...(scope.cities ?? [])];
  const places = codes
    .map((code) => (regions.has(code) ? regionName(regions, code, locale) : code))
    .join(m.list_comma());
  return `${places} · ${sides[scope.side]()}`;
}
