import type { App } from "../app.ts";

/** The description of this API. */
export default function openapi(app: App): void {
  app.get("/api/openapi.json", { config: { permission: "public" } }, async () => app.swagger());
}
