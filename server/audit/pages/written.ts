import type { Label } from "../../store/dictionary.ts";
import { mask } from "../../store/masks.ts";
import type { Names } from "./names.ts";
import { codeLabel, type ValueMeaning } from "./value-meaning.ts";

/**
 * A shown value as people read it, in both languages: money with separators and two decimals, counts plain, shares as per cent, codes by their names.
 * What was kept as evidence stays as it is. Null reads as a dash.
 */
export function written(
  value: string | null,
  { kind, codes }: Pick<ValueMeaning, "kind" | "codes">,
  names: Names,
): Label {
  if (value === null || value === "") return same("—");
  switch (kind) {
    case "money":
      return same(isNumber(value) ? grouped(rounded(value, 2)) : value);
    case "number":
      return same(plain(value));
    case "ratio":
      return same(isNumber(value) ? `${trimmed(rounded(value, 6, 2))}%` : value);
    case "date":
      return same(value.slice(0, 10));
    case "time":
      return same(value.replace("T", " ").slice(0, 16));
    case "institution":
      return same(names.institutions.get(value) ?? value);
    case "region":
      return names.regions.get(value) ?? same(value);
    case "code":
      return codeLabel(codes ?? "", value);
    case "key":
      return same(mask(value, "phone") ?? "—");
    default:
      return same(plain(value));
  }
}

const same = (text: string): Label => ({ zh: text, en: text });
const isNumber = (text: string) => /^-?\d+(\.\d+)?$/.test(text);

/** "1.5000000000" → "1.5"; text that is no decimal number stays. An identifier of digits alone has no point and keeps its zeros. */
function plain(text: string): string {
  return /^-?\d+\.\d+$/.test(text) ? trimmed(rounded(text, 4)) : text;
}

function trimmed(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** A decimal text times 10^tens, rounded half away from zero to `places`, without floating point. */
export function rounded(text: string, places: number, tens = 0): string {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const digits = BigInt(whole + fraction);
  const scale = fraction.length - tens;
  const drop = scale - places;
  const units = drop > 0 ? (digits + 10n ** BigInt(drop) / 2n) / 10n ** BigInt(drop) : digits * 10n ** BigInt(-drop);
  const padded = units.toString().padStart(places + 1, "0");
  const minus = units === 0n ? "" : sign.replace("-", "−");
  return places === 0 ? minus + padded : `${minus}${padded.slice(0, -places)}.${padded.slice(-places)}`;
}

function grouped(text: string): string {
  const [whole = "", fraction] = text.split(".");
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}
