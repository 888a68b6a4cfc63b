import type { App } from "../app.ts";
import { watermark } from "../indicators/watermark.ts";

/** What the figures rest on: last batch, period, real or generated, rules in force. */
export default function watermarkRoute(app: App): void {
  const { house } = app.services;
  app.get("/api/watermark", { config: { permission: "figures.read" } }, ({ principal }) =>
    house.database.read(principal, (reader) => watermark(reader, principal)),
  );
}
