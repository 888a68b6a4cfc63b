import { getJson } from "../../lib/api.ts";
import { signOf, sumOf } from "../../lib/fen.ts";
import type { Cell } from "../../lib/types.ts";

/** The parts a line is split into; recorded, and due under the same name with `_due`. */
export const parts = ["full_self_pay", "over_limit", "first_pay", "in_scope"] as const;
export type Part = (typeof parts)[number];

/** Fee lines in columns: thousands of them cost no object each. */
export interface Lines {
  rows: number;
  text(name: string, row: number): string | null;
}

export async function loadLines(address: string, signal: AbortSignal): Promise<Lines> {
  const { names, columns, rows } = await getJson<{ names: string[]; columns: Cell[][]; rows: number }>(
    `${address}/lines`,
    signal,
  );
  const byName = new Map(names.map((name, i) => [name, columns[i]!]));
  return {
    rows,
    text: (name, row) => {
      const value = byName.get(name)?.[row] ?? null;
      return value === null ? null : String(value);
    },
  };
}

/** The due part of a line where it is not what was recorded; null where they agree or nothing is due to compare with. */
export function dueOf(lines: Lines, part: Part, row: number): string | null {
  const due = lines.text(`${part}_due`, row);
  return due !== null && signOf(sumOf(due, negated(lines.text(part, row)))) !== 0 ? due : null;
}

/** Rows whose split differs from what is due. */
export function differingRows(lines: Lines): number[] {
  return everyRow(lines).filter((row) => parts.some((part) => dueOf(lines, part, row) !== null));
}

export function everyRow({ rows }: Lines): number[] {
  return Array.from({ length: rows }, (_, row) => row);
}

export function totalOf(lines: Lines): string {
  return sumOf(...everyRow(lines).map((row) => lines.text("amount", row)));
}

function negated(amount: string | null): string {
  const text = amount ?? "0";
  return text.startsWith("-") ? text.slice(1) : `-${text}`;
}
