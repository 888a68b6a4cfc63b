import type { App } from "../app.ts";

/** Who asks, and what they may do. */
export default function session(app: App): void {
  app.get("/api/session", { config: { permission: "public" } }, async ({ principal }) => ({
    principal: { id: principal.id, name: principal.name, scope: principal.scope },
    permissions: [...principal.permissions],
  }));
}
