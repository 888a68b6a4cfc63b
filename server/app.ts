import { readdirSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import compress from "@fastify/compress";
import helmet from "@fastify/helmet";
import swagger from "@fastify/swagger";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RawServerDefault,
  type RouteOptions,
} from "fastify";
import { type Admitted, Gate } from "./access/gate.ts";
import type { Config } from "./config.ts";
import { fail } from "./errors.ts";
import type { House } from "./jobs/house.ts";
import { asJihengError, type JobQueue, withoutInside } from "./jobs/queue.ts";
import type { Permission, Principal } from "./store/principal.ts";

/** What routes work with. */
export interface Services {
  house: House;
  jobs: JobQueue;
  config: Config;
  /** Lets a command of the same user hand over its work. */
  token: string;
  /** Whether it serves the generated demo on loopback, where a browser signs in by one click. */
  demo?: boolean;
}

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

declare module "fastify" {
  interface FastifyInstance {
    services: Services;
    gate: Gate;
  }
  interface FastifyRequest {
    principal: Principal;
    admitted: Admitted;
  }
  interface FastifyContextConfig {
    permission?: Permission;
  }
}

const routesFolder = fileURLToPath(new URL("./routes/", import.meta.url));

export interface AppOptions {
  logger?: boolean;
  /** Folders whose files are routes. */
  routes?: readonly string[];
  /** Who asks where a request brings no session of its own: tests stand on a fixed principal. */
  as?: Principal | (() => Principal);
  /** Requests a minute of one session, or of one address without. */
  perMinute?: number;
}

/** Registers plugins and routes, nothing else. Every file in `routes/` is a route; one without a permission stops the start. */
export async function createApp(services: Services, options: AppOptions = {}): Promise<App> {
  const app: App = Fastify({
    logger: options.logger ? { level: "warn" } : false,
    forceCloseConnections: true,
    ...(services.config.proxy ? { trustProxy: services.config.proxy } : {}),
    routerOptions: { maxParamLength: 4000 }, // ids of figures hold their question
    frameworkErrors: answerError,
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.decorate("services", services);
  app.decorateRequest("principal");
  app.decorateRequest("admitted");
  refuseWithoutPermission(app);
  const { as, perMinute } = options;
  const gate = new Gate(services.house.access, {
    token: services.token,
    origins: services.config.origins,
    ...(as ? { as } : {}),
    ...(perMinute ? { perMinute } : {}),
  });
  app.decorate("gate", gate);
  app.addHook("onRequest", async (request, reply) => {
    // What somebody saw is not to be found in the browser by who comes after.
    if (request.url.startsWith("/api/")) void reply.header("cache-control", "no-store");
    const admitted = await gate.admit(request);
    request.admitted = admitted;
    request.principal = admitted.principal;
    const permission = request.routeOptions.config.permission;
    if (permission && !admitted.principal.permissions.has(permission)) {
      const { session, mustChangePassword } = admitted;
      const route = `${request.method} ${request.routeOptions.url}`;
      const denial = session &&
        !mustChangePassword && { account: session.account, permission, route, address: request.ip };
      if (denial) await services.house.access.refusals.denied(denial);
      throw refusal(admitted, permission);
    }
  });
  app.setErrorHandler((cause, request, reply) => answerError(cause, request, reply));
  app.setNotFoundHandler((request) => {
    throw fail("request.not_found", { path: request.url });
  });
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: { scriptSrc: ["'self'"], styleSrc: ["'self'", "'unsafe-inline'"], upgradeInsecureRequests: null },
    },
    strictTransportSecurity: false,
  });
  await app.register(compress, { threshold: 2048 });
  await app.register(swagger, { openapi: { info: { title: "稽衡 Jiheng", version: "0.1.0" } } });
  for (const folder of options.routes ?? [routesFolder]) {
    for (const file of readdirSync(folder).sort()) {
      if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
      const { default: register } = (await import(path.join(folder, file))) as { default: (app: App) => void };
      await app.register(async (scope) => register(scope as App));
    }
  }
  await app.ready();
  return app;
}

/** Why somebody may not: who is nobody yet signs in, who has somebody else's password sets an own one. */
function refusal({ principal, mustChangePassword }: Admitted, permission: Permission) {
  if (principal.id === "") return fail("access.sign_in");
  return mustChangePassword ? fail("access.change_password") : fail("access.denied", { permission });
}

function refuseWithoutPermission(app: App): void {
  const routes: RouteOptions[] = [];
  app.addHook("onRoute", (route) => void routes.push(route));
  app.addHook("onReady", async () => {
    const open = routes.find((route) => !route.config?.permission);
    if (open) throw fail("route.no_permission", { method: String(open.method), url: open.url });
  });
}

/** Every failure in one shape: code, message, details. */
function answerError(cause: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const error = isClientError(cause) ? fail("request.invalid", invalid(cause)) : asJihengError(cause);
  const { code, message, details, status } = withoutInside(error, `request ${request.id}`);
  void reply.code(status).send({ error: { code, message, details } });
}

interface ClientError extends Error {
  statusCode: number;
  validation?: { instancePath: string; message?: string }[];
  validationContext?: string;
}

function isClientError(cause: unknown): cause is ClientError {
  const status = (cause as { statusCode?: number }).statusCode;
  return typeof status === "number" && status >= 400 && status < 500;
}

function invalid(cause: ClientError) {
  const first = cause.validation?.[0];
  if (!first) return { where: "request", expected: "a valid request", got: cause.message };
  return {
    where: `${cause.validationContext ?? "request"}${first.instancePath}`,
    expected: first.message ?? "another value",
    got: "something else",
  };
}
