import { type Order, readView, type View, writeView } from "../findings/filter.ts";

/** A pile of findings on the desk: what of the list it holds. */
export interface Pile {
  id: string;
  stage: string[];
  mine: View["mine"];
}

/**
 * The piles, in the order of the tabs. Who may agree to verdicts sees of those that wait for it only what he can agree to: his own stand
 * under what is his.
 */
export const pilesFor = (mayApprove: boolean): Pile[] => [
  { id: "waiting", stage: ["waiting"], mine: null },
  { id: "held", stage: ["held"], mine: null },
  { id: "approval", stage: ["approval"], mine: mayApprove ? "no" : null },
  { id: "returned", stage: ["returned"], mine: null },
  { id: "appealed", stage: ["appealed"], mine: null },
  { id: "put_off", stage: ["put_off"], mine: null },
  { id: "approved", stage: ["approved"], mine: null },
  { id: "mine", stage: [], mine: "yes" },
];

export const deskOrders = ["risk", "loss", "limitation", "age", "day", "oldest", "rule"] as const satisfies Order[];
const usual: Order = "risk";

/** What the desk shows, from its address; without a word the pile that waits, those at the greatest risk first. */
export function readDesk(query: URLSearchParams, piles: Pile[]): { view: View; pile: Pile; finding: string | null } {
  const read = readView(query);
  const named = piles.find(({ id }) => id === query.get("pile")) ?? piles[0]!;
  const order = query.has("order") ? read.order : usual;
  const finding = query.get("finding");
  return {
    view: { ...read, stage: named.stage, mine: named.mine, state: "open", order, page: 1 },
    pile: named,
    finding: finding && /^[0-9a-f]{32}$/.test(finding) ? finding : null,
  };
}

/** The address of a list on the desk; `finding` is the one that is open. */
export function writeDesk(view: View, pile: string, finding: string | null = null): string {
  const conditions = writeView({ ...view, stage: [], mine: null, state: "open", order: "day", page: 1 });
  return [
    ...(pile === "waiting" ? [] : [`pile=${pile}`]),
    ...(conditions ? [conditions] : []),
    ...(view.order === usual ? [] : [`order=${view.order}`]),
    ...(finding ? [`finding=${finding}`] : []),
  ].join("&");
}
