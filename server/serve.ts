import { type AddressInfo, createServer } from "node:net";
import { makeDemoAccounts } from "./access/demo-accounts.ts";
import { firstAdministrator } from "./access/first-administrator.ts";
import { ONE_TIME_HOURS } from "./access/sign-in/password.ts";
import { createApp } from "./app.ts";
import { type Config, LOOPBACK_NAME } from "./config.ts";
import { fail } from "./errors.ts";
import { type Options, plainCommand } from "./jobs/command.ts";
import { loadCommands } from "./jobs/commands.ts";
import { DEMO_MADE, makeDemo, wantsDemo } from "./jobs/demo.ts";
import { followFolders } from "./jobs/follow-folders.ts";
import { type House, openHouse } from "./jobs/house.ts";
import { keepAudited } from "./jobs/keep-audited.ts";
import { buildPages } from "./jobs/pages-build.ts";
import { JobQueue } from "./jobs/queue.ts";

/** Serves pages and interface until it is stopped. */
export default plainCommand<{ url: string }>({
  name: "serve",
  summary: "serve pages and interface",
  options: [
    { flags: "--port <n>", about: "port to listen on (default: 8720)" },
    { flags: "--demo", about: "fill an empty data folder with generated data first" },
    { flags: "--build", about: "build the pages first" },
    { flags: "--follow <path...>", about: "load what is put into these folders", path: true },
  ],
  async run({ config, signal, progress, principal }, options: Options) {
    const { host } = config;
    const port = portOf(options, config);
    const loopback = LOOPBACK_NAME.test(host);
    if (!loopback && options.demo === true) throw fail("serve.demo_not_loopback", { host });
    if (!loopback && config.origins.length === 0) throw fail("serve.no_origin", { host });
    if (port > 0) await checkFree(host, port);
    const pages = options.build ? buildPages(signal) : Promise.resolve();
    // It may fail long before it is waited for.
    pages.catch(() => {});
    const house = await openHouse({ ...config, port }, { what: "serve", onProgress: progress });
    try {
      tellRecovery(house);
      // A folder that was filled with anything else is never a demo, whatever the option says.
      const demo = options.demo === true && (wantsDemo(house) || house.acts.has(DEMO_MADE));
      if (demo && wantsDemo(house)) await makeDemo({ house, principal, config, progress, signal });
      const first = demo ? null : await firstAdministrator(house.access);
      if (demo) await makeDemoAccounts(house.access);
      await pages;
      const jobs = new JobQueue(await loadCommands(), house, config);
      const app = await createApp({ house, jobs, config, token: house.lock.holder.token, demo }, { logger: true });
      await app.listen({ host, port });
      const listening = (app.server.address() as AddressInfo).port;
      await house.lock.publish(host, listening);
      const url = `http://${host}:${listening}`;
      process.stdout.write(`稽衡 Jiheng: ${url}\n`);
      if (first) tellFirst(first);
      await keepAudited(house, jobs, principal);
      const stopFollowing = followFolders(options.follow, jobs, principal, signal);
      await stopped(signal);
      await app.close();
      await jobs.close();
      await stopFollowing();
      return { url };
    } finally {
      await house.close();
    }
  },
  print: () => "stopped\n",
});

/** On the terminal and nowhere else: whoever starts the server is the first administrator. */
function tellFirst({ account, oneTimePassword }: { account: string; oneTimePassword: string }): void {
  process.stdout.write(
    `首次登录 first sign-in: ${account}  ${oneTimePassword}\n` +
      `  ${ONE_TIME_HOURS} 小时内有效，仅显示一次；遗失请运行 jiheng accounts reset ${account}\n` +
      `  good for ${ONE_TIME_HOURS} hours, shown once; if lost: jiheng accounts reset ${account}\n`,
  );
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function portOf(options: Options, config: Config): number {
  const port = options.port === undefined ? config.port : Number(options.port);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw fail("request.invalid", { where: "--port", expected: "a number from 0 to 65535", got: String(options.port) });
}

/** Before minutes go into the demo: is the port to be had at all? @throws serve.port_in_use */
function checkFree(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (cause: NodeJS.ErrnoException) =>
      reject(cause.code === "EADDRINUSE" ? fail("serve.port_in_use", { port }, cause) : cause),
    );
    probe.listen({ host, port }, () => probe.close(() => resolve()));
  });
}

function tellRecovery({ recovered }: House): void {
  if (!recovered.reason) return;
  const where = recovered.setAside ? `; the old files stand in ${recovered.setAside}` : "";
  process.stderr.write(`recovered: ${recovered.reason}; read ${recovered.replayed} batches again${where}\n`);
}
