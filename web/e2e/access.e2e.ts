import { expect, test } from "vitest";
import { barriers } from "./barriers.ts";
import { visits } from "./visit.ts";

const at = visits();

const views = [
  { path: "/", ready: "button[aria-label], .stop" },
  { path: "/?insured=410000&from=2021-03&to=2021-06", ready: ".stop" },
  { path: "/claims/410000%7CS1?kind=differing", ready: "tr.line" },
  { path: "/resettlement?class=RS-RATIO", ready: "tbody tr" },
  { path: "/resettlement?tables=pair&order=total", ready: "[data-by=pair] td button" },
  { path: "/claims/410000%7CS10", ready: "[data-unlike]" },
  { path: "/policies/proposals/410000/390", ready: "textarea" },
  { path: "/policies", ready: "tbody tr" },
  { path: "/policies/areas%2F410100-310.yaml#L6", ready: "li.marked" },
  { path: "/findings?rule=XR-01", ready: "tbody tr" },
  { path: "/findings/00000000000000000000000000000004?rule=XR-01", ready: "[data-pattern] svg" },
  { path: "/findings/00000000000000000000000000000002", ready: "[data-network] rect" },
  { path: "/runs", ready: "[data-changes] svg" },
  { path: "/runs/3", ready: "tbody tr" },
  { path: "/data", ready: "tbody tr" },
  { path: "/data?batch=3", ready: "[role=dialog] tbody tr" },
  { path: "/data?batch=3&detail=quality", ready: "[role=dialog] h3" },
  { path: "/data?tab=quality", ready: "h3:visible" },
  { path: "/data?tab=layouts", ready: "summary" },
];

test.each(views)("$path has no serious barrier in either theme (axe, WCAG 2.2 AA)", async ({ path, ready }) => {
  const page = await at.open(path);
  await page.locator(ready).last().waitFor();
  await expect.poll(() => page.locator("[aria-busy=true], .skeleton").count()).toBe(0);
  expect(await barriers(page)).toEqual([]);
});

test("a barrier is found where there is one, in the theme that has it", async () => {
  const page = await at.open("/data");
  await page.locator("tbody tr").first().waitFor();
  await page.addStyleTag({
    content: "@media (prefers-color-scheme: dark) { h1 { color: #222 !important; background: #202020 } }",
  });
  const found = await barriers(page);
  expect(found.map(({ colorScheme, id }) => `${colorScheme} ${id}`)).toContain("dark color-contrast");
});

test("the chosen theme is kept and applied before the first paint", async () => {
  const page = await at.open("/data", { colorScheme: "light" });
  await page.getByRole("button", { name: "外观" }).click();
  await page.getByRole("menuitemradio", { name: "深色" }).click();
  expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
  await page.reload({ waitUntil: "domcontentloaded" });
  expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe("rgb(14, 20, 27)");
});
