import type { Cell, Plan } from "./plan.ts";

/** A part of the plan that is generated at one time: a closed world of persons with visits and money of its own. */
export interface Slice {
  slice: number;
  slices: number;
  /** Number before the first visit and the first person of this slice, over the whole run. */
  firstVisit: number;
  cells: Cell[];
}

/** Visits that are worked on at one time; a stay weighs more by its lines. Bounds the memory, whatever the size of the run. */
const SLICE_WEIGHT = 900_000;

/**
 * Divides a plan evenly, month by month; visits and money of the slices add up to the plan's. The number of slices follows from the plan
 * alone, so that the rows do not depend on the machine.
 */
export function slicesOf(plan: Plan): Slice[] {
  const stays = plan.cells.reduce(
    (sum, { population, visits }) => sum + (population.care === "inpatient" ? visits : 0),
    0,
  );
  const visits = plan.cells.reduce((sum, cell) => sum + cell.visits, 0);
  const slices = Math.max(1, Math.ceil((visits + (stays * plan.linesPerStay) / 3) / SLICE_WEIGHT));
  let firstVisit = 0;
  return Array.from({ length: slices }, (_, slice) => {
    const cells = plan.cells.map((cell) => cut(cell, slice, slices));
    const part = { slice, slices, firstVisit, cells: cells.filter((cell) => cell.visits > 0) };
    firstVisit += cells.reduce((sum, cell) => sum + cell.visits, 0);
    return part;
  });
}

function cut(cell: Cell, slice: number, slices: number): Cell {
  const upTo = (visits: number, n: number) => Math.floor((visits * n) / slices);
  // Every month begins its division elsewhere, so that small months do not all fall into the last slice.
  const months = cell.months.map((month, index) => {
    const turn = (slice + index) % slices;
    return { ...month, visits: upTo(month.visits, turn + 1) - upTo(month.visits, turn) };
  });
  const before = sliceVisits(cell, slice, upTo, slices);
  const visits = months.reduce((sum, month) => sum + month.visits, 0);
  const money = (amount: bigint) => {
    const at = (n: number) => (amount * BigInt(n)) / BigInt(cell.visits);
    return at(before + visits) - at(before);
  };
  return { ...cell, months, visits, total: money(cell.total), fund: money(cell.fund) };
}

/** Visits of the slices before this one. */
function sliceVisits(cell: Cell, slice: number, upTo: (visits: number, n: number) => number, slices: number): number {
  let sum = 0;
  for (let earlier = 0; earlier < slice; earlier++) {
    for (const [index, { visits }] of cell.months.entries()) {
      const turn = (earlier + index) % slices;
      sum += upTo(visits, turn + 1) - upTo(visits, turn);
    }
  }
  return sum;
}
