import type { PointValue } from "./read-value.ts";

/** A knowledge point as a load brings it. */
export interface Point {
  knowledge: string;
  /** The values of its key, in the order of the class. */
  key: readonly string[];
  /** What it says beside its key. */
  says: Record<string, PointValue>;
  itemName: string | null;
  /** Why, as published. */
  basis: string | null;
  source: string | null;
}

/** The text by which a point is the same over batches. */
export const pointId = ({ key }: Pick<Point, "key">): string => key.join(" ");

/** Everything two versions of a point are compared by. */
export const contentOf = ({ says, basis }: Pick<Point, "says" | "basis">): string =>
  JSON.stringify([Object.entries(says).sort(([a], [b]) => (a < b ? -1 : 1)), basis]);
