/** An exact decimal number: `digits × 10^-scale`. Money never passes through floating point. */
export interface Decimal {
  digits: bigint;
  scale: number;
}

/** Reads a decimal string or a JSON number; null where there is no value. */
export function decimal(value: string | number | null | undefined): Decimal | null {
  const match = /^(-?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(String(value ?? "").trim());
  if (!match || (match[2] === "" && !match[3])) return null;
  const fraction = match[3] ?? "";
  const digits = BigInt(`${match[1]}${match[2] || "0"}${fraction}`);
  return shift({ digits, scale: fraction.length }, Number(match[4] ?? 0));
}

/** `value × 10^tens`, exactly. */
export function shift(value: Decimal, tens: number): Decimal {
  const scale = value.scale - tens;
  return scale >= 0 ? { digits: value.digits, scale } : { digits: value.digits * 10n ** BigInt(-scale), scale: 0 };
}

/** `value × factor` for an integer factor, exactly. */
export function times(value: Decimal, factor: number): Decimal {
  return { digits: value.digits * BigInt(factor), scale: value.scale };
}

/** Rounded half away from zero to `places` decimals: "−1234.50" is written "-1234.50". */
export function toFixed(value: Decimal, places: number): string {
  const drop = value.scale - places;
  const absolute = value.digits < 0n ? -value.digits : value.digits;
  const rounded =
    drop > 0 ? (absolute + 10n ** BigInt(drop) / 2n) / 10n ** BigInt(drop) : absolute * 10n ** BigInt(-drop);
  const text = rounded.toString().padStart(places + 1, "0");
  const sign = value.digits < 0n && rounded > 0n ? "-" : "";
  return places === 0 ? sign + text : `${sign}${text.slice(0, -places)}.${text.slice(-places)}`;
}

/** For drawing and for ratios of ratios only. */
export function toNumber(value: string | number | null | undefined): number | null {
  if (value === null || value === undefined || value === "") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
