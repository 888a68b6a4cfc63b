import type { Locale } from "../paraglide/runtime.js";
import type { Region, Text } from "./types.ts";

export type Regions = ReadonlyMap<string, Region>;

/** Two-letter codes of GB/T 2260, for tiles in English; the Corps has none of its own there. */
const letters: Record<string, string> = Object.fromEntries(
  "11BJ12TJ13HE14SX15NM21LN22JL23HL31SH32JS33ZJ34AH35FJ36JX37SD41HA42HB43HN44GD45GX46HI50CQ51SC52GZ53YN54XZ61SN62GS63QH64NX65XJ66BT71TW81HK82MO"
    .match(/.{4}/g)!
    .map((text) => [`${text.slice(0, 2)}0000`, text.slice(2)]),
);

/** In the language of the screen; Chinese where nothing else is known. */
export function textIn(text: Text | string | null | undefined, locale: Locale): string {
  if (text === null || text === undefined) return "";
  return typeof text === "string" ? text : (locale === "en" ? text.en : text.zh) || text.zh || text.en || "";
}

export function regionName(regions: Regions, code: string, locale: Locale): string {
  return textIn(regions.get(code)?.name, locale) || code;
}

/** 豫 or HA: for tiles and pairs. Areas have only their names. */
export function shortName(regions: Regions, code: string, locale: Locale): string {
  const region = regions.get(code);
  if (locale === "en")
    return region?.tile ? (letters[code] ?? regionName(regions, code, locale)) : regionName(regions, code, locale);
  return region?.short || regionName(regions, code, locale);
}

/** Areas are named with their province, 河南 郑州, since names repeat. */
export function fullName(regions: Regions, code: string, locale: Locale): string {
  const region = regions.get(code);
  const own = regionName(regions, code, locale);
  if (!region?.province || region.province === code) return own;
  return `${regionName(regions, region.province, locale)} ${own}`;
}
