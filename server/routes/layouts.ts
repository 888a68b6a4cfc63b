import type { App } from "../app.ts";
import { measures } from "../indicators/measure.ts";
import { layoutPage } from "../intake/layout-page.ts";

/** What each layout brings, what it lacks, and which figures that disables. */
export default function layouts(app: App): void {
  const { house } = app.services;
  app.get("/api/layouts", { config: { permission: "data.read" } }, async () => {
    const figures = [...(await measures()).values()];
    return { layouts: house.layouts().map((layout) => layoutPage(layout, house.dictionary, figures)) };
  });
}
