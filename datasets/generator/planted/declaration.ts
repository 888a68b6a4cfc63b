import type { Scene } from "./scene.ts";

export const strengths = ["weak", "medium", "strong"] as const;
export type Strength = (typeof strengths)[number];

/** One card: how the act is done in the data, how strongly, and what looks like it and is innocent. A file of this folder, named after the card. */
export interface Planted {
  /** XR-01 … XR-34 and RS-… of the domain note. */
  card: string;
  /** What somebody does, in words. */
  act: string;
  /** What each strength means; weak ones are meant to lie on both sides of a rule's usual limits. */
  strengths: Record<Strength, string>;
  /** Innocent twins by name: what in the data shows the innocence. */
  lookAlikes: Record<string, string>;
  /**
   * What the card's parameter counts, and from which value on the card speaks, by the domain note; where that names no value, a value of our own.
   * Absent for settlement errors, which `amount` measures.
   */
  measure?: { counts: string; from: number };
  /** Schemes of each strength, and twins of each name, for 100,000 settlements; at least one of each in a run. */
  per100k: number;
  /** Days of the run that one scheme needs; in a shorter run the card is left out. */
  days: number;
  /** What the extract cannot express of it. */
  limits?: string;
  plant(scene: Scene, strength: Strength): void;
  twin(scene: Scene, kind: string): void;
}
