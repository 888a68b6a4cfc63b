import { decimal, toFixed } from "./decimal.ts";

/** The sum of amounts in yuan, exactly; null counts as nothing. */
export function sumOf(...amounts: (string | null | undefined)[]): string {
  const fen = amounts.reduce((total, amount) => total + fenOf(amount), 0n);
  return toFixed({ digits: fen, scale: 2 }, 2);
}

/** −1, 0 or 1. */
export function signOf(amount: string | null | undefined): number {
  const fen = fenOf(amount);
  return fen > 0n ? 1 : fen < 0n ? -1 : 0;
}

/** An amount without its sign. */
export function sizeOf(amount: string | null | undefined): string {
  const fen = fenOf(amount);
  return toFixed({ digits: fen < 0n ? -fen : fen, scale: 2 }, 2);
}

function fenOf(amount: string | null | undefined): bigint {
  const known = decimal(amount);
  return known ? BigInt(toFixed(known, 2).replace(".", "")) : 0n;
}
