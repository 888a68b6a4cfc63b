import { tipOn } from "./tip.ts";

/** One of many things in a drawing that can be reached with the arrow keys. */
export interface Stop {
  element: SVGElement;
  x: number;
  y: number;
  label: string;
  pressed?: boolean;
  activate(event: MouseEvent | KeyboardEvent): void;
}

/**
 * Makes the parts of a drawing buttons with one tab stop: arrows go to the nearest neighbour in that direction, Home
 * and End to the first and last, Enter and Space choose.
 */
export function rove(stops: Stop[]): void {
  const start = Math.max(
    0,
    stops.findIndex((stop) => stop.pressed),
  );
  for (const [index, stop] of stops.entries()) {
    const { element } = stop;
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", stop.label);
    if (stop.pressed !== undefined) element.setAttribute("aria-pressed", String(stop.pressed));
    element.setAttribute("tabindex", index === start ? "0" : "-1");
    element.setAttribute("data-stop", String(index));
    element.classList.add("stop");
    tipOn(element, stop.label);
    element.addEventListener("click", (event) => stop.activate(event));
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        stop.activate(event);
        return;
      }
      const next = neighbour(stops, index, event.key);
      if (next === null) return;
      event.preventDefault();
      element.setAttribute("tabindex", "-1");
      stops[next]!.element.setAttribute("tabindex", "0");
      stops[next]!.element.focus();
    });
  }
}

const directions: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The stop an arrow key leads to: the nearest ahead, where a step aside counts three times a step along. */
export function neighbour(stops: Pick<Stop, "x" | "y">[], from: number, key: string): number | null {
  if (key === "Home") return 0;
  if (key === "End") return stops.length - 1;
  const direction = directions[key];
  const here = stops[from];
  if (!direction || !here) return null;
  let best: number | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  for (const [index, stop] of stops.entries()) {
    const along = (stop.x - here.x) * direction[0] + (stop.y - here.y) * direction[1];
    const aside = Math.abs((stop.x - here.x) * direction[1]) + Math.abs((stop.y - here.y) * direction[0]);
    const distance = along + 3 * aside;
    if (along > 0.5 && distance < nearest) [best, nearest] = [index, distance];
  }
  return best;
}
