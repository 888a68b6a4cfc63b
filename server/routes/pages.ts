import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { App } from "../app.ts";

const built = fileURLToPath(new URL("../../web/dist", import.meta.url));

/**
 * The built pages from `dist`. Files are looked up at each request, for a rebuild renames them while the server runs.
 * What lies under /assets/ exists or is not found; any other path that is no file is a page of the application.
 */
export default function pages(app: App, dist = built): void {
  app.addHook("onRoute", (route) => {
    route.config = { ...route.config, permission: "public" };
  });
  app.register(fastifyStatic, {
    root: path.join(dist, "assets"),
    prefix: "/assets/",
    index: false,
    immutable: true,
    maxAge: "365d",
    suppressWarning: true,
  });
  app.get("/*", async (request, reply) => {
    const [address = ""] = request.url.split("?");
    if (address.startsWith("/api/")) return reply.callNotFound();
    const file = /^\/[\w-]+\.\w+$/.test(address) && existsSync(path.join(dist, address)) ? address : "index.html";
    if (!existsSync(path.join(dist, file))) {
      return reply.type("text/plain; charset=utf-8").send("the pages are not built yet: npm run build");
    }
    return reply.header("cache-control", "no-cache").sendFile(file, dist, { cacheControl: false });
  });
}
