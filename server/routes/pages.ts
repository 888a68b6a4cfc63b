import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { App } from "../app.ts";

const dist = fileURLToPath(new URL("../../web/dist", import.meta.url));

/** The built pages. A path that is no file is a page of the application; the browser's router finds it. */
export default function pages(app: App): void {
  app.addHook("onRoute", (route) => {
    route.config = { ...route.config, permission: "public" };
  });
  if (!existsSync(dist)) {
    app.get("/", { config: { permission: "public" } }, async (_, reply) =>
      reply.type("text/plain; charset=utf-8").send("the pages are not built yet: npm run build"),
    );
    return;
  }
  app.register(fastifyStatic, {
    root: dist,
    wildcard: false,
    setHeaders: (response, file) => {
      const hashed = file.includes("/assets/");
      response.header("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
  app.get("/*", { config: { permission: "public" } }, async (request, reply) => {
    if (request.url.startsWith("/api/")) return reply.callNotFound();
    return reply.sendFile("index.html");
  });
}
