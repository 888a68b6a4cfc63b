import type { ChartContext } from "./chart.ts";
import type { Drawing } from "./draw.ts";
import { rove } from "./roving.ts";
import { hideTip } from "./tip.ts";

export interface MonthBox {
  month: string;
  inside: boolean;
  element: SVGRectElement;
  label: string;
}

/**
 * Lets a period be chosen in a drawing of months: drag over them, click one, or with the keyboard Enter for one month
 * and Shift+Enter up to a month. Choosing the chosen period again, or Escape, lets go of it.
 */
export function dragMonths(drawing: Drawing, boxes: MonthBox[], { filter, update }: ChartContext): void {
  const choose = (a: number, b: number) => {
    const [from, to] = [boxes[Math.min(a, b)]!.month, boxes[Math.max(a, b)]!.month];
    const again = from === filter.from && to === filter.to;
    update(again ? { from: null, to: null } : { from, to });
  };
  const paint = (a: number, b: number) => {
    for (const [index, { element }] of boxes.entries()) {
      element.classList.toggle("brushed", a >= 0 && index >= Math.min(a, b) && index <= Math.max(a, b));
    }
  };

  let start = -1;
  let end = -1;
  const at = (event: PointerEvent) => {
    const found = boxes.findIndex(({ element }) => event.clientX <= element.getBoundingClientRect().right);
    return found < 0 ? boxes.length - 1 : found;
  };
  drawing.style.touchAction = "pan-y";
  drawing.addEventListener("pointerdown", (event: Event) => {
    const pointer = event as PointerEvent;
    if (pointer.button !== 0) return;
    drawing.setPointerCapture(pointer.pointerId);
    start = end = at(pointer);
    paint(start, end);
  });
  drawing.addEventListener("pointermove", (event: Event) => {
    if (start < 0) return;
    hideTip();
    end = at(event as PointerEvent);
    paint(start, end);
  });
  drawing.addEventListener("pointerup", () => {
    if (start >= 0) choose(start, end);
    start = -1;
  });
  const leave = () => {
    start = -1;
    paint(-1, -1);
  };
  drawing.addEventListener("pointercancel", leave);
  drawing.addEventListener("keydown", (event: Event) => {
    if ((event as KeyboardEvent).key === "Escape") update({ from: null, to: null });
  });

  const first = boxes.findIndex((box) => box.inside);
  rove(
    boxes.map(({ element, label, inside }, index) => ({
      element,
      label,
      pressed: inside,
      x: index * 10,
      y: 0,
      activate: (event) => {
        // A click has already been taken as a drag of no length.
        if (event instanceof KeyboardEvent) choose(event.shiftKey && first >= 0 ? first : index, index);
      },
    })),
  );
}
