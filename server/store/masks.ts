import type { Personal } from "./dictionary.ts";

const PSEUDONYM = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A personal value as a screen may show it: 张**, 1101**********1234, 138****5678. The length is kept for numbers, so that
 * two can be told apart; a stored pseudonym shows its first 8 digits. Null stays null.
 */
export function mask(value: string | null, personal: Personal): string | null {
  if (value === null || value === "") return value;
  if (PSEUDONYM.test(value)) return `${value.slice(0, 8)}…`;
  const signs = Array.from(value);
  switch (personal) {
    case "name":
    case "staff":
      return `${signs[0]}${"*".repeat(Math.min(2, Math.max(1, signs.length - 1)))}`;
    case "certificate":
      return signs.length >= 15 ? keep(signs, 4, 4) : short(signs);
    case "phone":
      return signs.length === 11 ? keep(signs, 3, 4) : short(signs);
    case "account":
      return signs.length >= 8 ? keep(signs, 0, 4) : short(signs);
    case "address":
      return signs.length > 8 ? `${signs.slice(0, 6).join("")}****` : "****";
    case "organisation":
      return signs.length > 4 ? `${signs.slice(0, 2).join("")}****${signs.slice(-2).join("")}` : "****";
  }
}

function keep(signs: readonly string[], first: number, last: number): string {
  const hidden = "*".repeat(signs.length - first - last);
  return `${signs.slice(0, first).join("")}${hidden}${last > 0 ? signs.slice(-last).join("") : ""}`;
}

function short(signs: readonly string[]): string {
  return signs.length <= 4 ? "*".repeat(signs.length) : keep(signs, 1, 1);
}
