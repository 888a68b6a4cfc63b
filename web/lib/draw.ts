import * as Plot from "@observablehq/plot";

/** A drawn plot with its scales. */
export type Drawing = (SVGSVGElement | HTMLElement) & Plot.Plot;

/** A plot in the house style: transparent, in the ink of the theme, labelled for those who do not see it. */
export function draw(label: string, options: Plot.PlotOptions): Drawing {
  const drawing = Plot.plot({
    ...options,
    style: { background: "none", color: "var(--ink-2)", fontFamily: "inherit", fontSize: "12px", overflow: "visible" },
  }) as Drawing;
  drawing.setAttribute("role", "group");
  drawing.setAttribute("aria-label", label);
  for (const part of drawing.querySelectorAll(":scope > g")) part.setAttribute("aria-hidden", "true");
  return drawing;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Lays an invisible box over a part of a drawing, to be pointed at and focused. */
export function box(drawing: Drawing, { x, y, width, height }: Box, radius = 4): SVGRectElement {
  const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ x, y, width, height, rx: radius }))
    rect.setAttribute(name, String(value));
  rect.setAttribute("fill", "transparent");
  drawing.append(rect);
  return rect;
}
