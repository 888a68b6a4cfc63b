import type { Chart } from "./chart.ts";

const files = import.meta.glob<{ default: Chart }>("../charts/*.ts");

/** The charts of a page, in order. They bring Plot with them, so they arrive after the page's frame. */
export async function chartsOf(page: string): Promise<Chart[]> {
  const modules = await Promise.all(Object.values(files).map((load) => load()));
  return modules
    .map((module) => module.default)
    .filter((chart) => chart.page === page)
    .sort((a, b) => a.order - b.order);
}
