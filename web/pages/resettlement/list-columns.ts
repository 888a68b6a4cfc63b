import { m } from "../../paraglide/messages.js";
import type { Order } from "./filter.ts";

/** A column of the list of claims, and the orders that its heading goes through. */
export interface ListColumn {
  id: string;
  label: () => string;
  numeric?: true;
  orders: readonly { order: Order; is: "ascending" | "descending" }[];
}

const down = (order: Order) => ({ order, is: "descending" }) as const;
const up = (order: Order) => ({ order, is: "ascending" }) as const;

export const listColumns: readonly ListColumn[] = [
  { id: "claim", label: m.column_claim, orders: [up("claim")] },
  { id: "settled", label: m.column_settled, orders: [down("settled"), up("oldest")] },
  { id: "insured", label: m.column_insured, orders: [up("insured")] },
  { id: "care", label: m.column_care, orders: [up("care")] },
  { id: "group", label: m.filter_care, orders: [] },
  { id: "total", label: m.column_total, numeric: true, orders: [down("total"), up("total_up")] },
  { id: "paid", label: m.column_paid, numeric: true, orders: [down("paid"), up("paid_up")] },
  { id: "due", label: m.column_due, numeric: true, orders: [down("due"), up("due_up")] },
  // By size the largest of both directions come first: neither up nor down.
  { id: "difference", label: m.column_difference, numeric: true, orders: [down("over"), up("under")] },
  { id: "finding", label: m.verdict_title, orders: [up("finding")] },
];

/** The order that a click on a heading leads to: through its own, then back to the usual one. */
export function nextOrder({ orders }: ListColumn, now: Order): Order {
  const at = orders.findIndex(({ order }) => order === now);
  return orders[at + 1]?.order ?? "size";
}

export function sortOf({ orders }: ListColumn, now: Order): "ascending" | "descending" | undefined {
  return orders.find(({ order }) => order === now)?.is;
}
