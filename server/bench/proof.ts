import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Progress } from "../jobs/progress.ts";

export interface ProofOptions {
  /** How much: 1 is the full size of the design, tests take less. */
  size: number;
  seed: number;
  /** A folder of data that is no part of the project, for a proof that reads one. */
  from?: string | undefined;
  progress(progress: Progress): void;
  signal: AbortSignal;
}

/** What a proof saw. `failures` is empty where everything held. */
export interface ProofResult {
  name: string;
  seed: number;
  counts: Record<string, number>;
  failures: string[];
  /** What a few numbers cannot tell. */
  tables?: ProofTable[];
}

export interface ProofTable {
  title: string;
  columns: string[];
  rows: (string | number)[][];
}

/** A heavy proof: one file each in `proofs/`, run by `prove NAME`; tests run a small size of it. */
export interface Proof {
  name: string;
  about: string;
  run(options: ProofOptions): Promise<Omit<ProofResult, "name" | "seed">>;
}

const folder = fileURLToPath(new URL("./proofs/", import.meta.url));

export async function loadProofs(): Promise<Map<string, Proof>> {
  const proofs = new Map<string, Proof>();
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
    const { default: proof } = (await import(`${folder}${file}`)) as { default: Proof };
    proofs.set(proof.name, proof);
  }
  return proofs;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32): proofs must be repeatable. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [out[i], out[j]] = [out[j] as T, out[i] as T];
  }
  return out;
}

/** A table as text: texts to the left, numbers to the right. */
export function tableText({ title, columns, rows }: ProofTable): string {
  const widths = columns.map((name, i) => Math.max(name.length, ...rows.map((row) => String(row[i]).length)));
  const line = (cells: readonly (string | number)[]) =>
    cells
      .map((cell, i) => (typeof cell === "number" ? String(cell).padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join("  ")
      .trimEnd();
  return [`  ${title}`, ...[columns, ...rows].map((cells) => `    ${line(cells)}`)].join("\n");
}
