import type { AddressInfo } from "node:net";
import { createApp } from "./app.ts";
import { fail } from "./errors.ts";
import { type Options, plainCommand } from "./jobs/command.ts";
import { loadCommands } from "./jobs/commands.ts";
import { makeDemo } from "./jobs/demo.ts";
import { followFolders } from "./jobs/follow-folders.ts";
import { openHouse } from "./jobs/house.ts";
import { JobQueue } from "./jobs/queue.ts";

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** Serves pages and interface until it is stopped. */
export default plainCommand<{ url: string }>({
  name: "serve",
  summary: "serve pages and interface",
  options: [
    { flags: "--port <n>", about: "port to listen on (default: 8720)" },
    { flags: "--demo", about: "fill an empty data folder with generated data first" },
    { flags: "--follow <path...>", about: "load what is put into these folders", path: true },
  ],
  async run({ config, signal, progress, principal }, options: Options) {
    const port = options.port === undefined ? config.port : Number(options.port);
    if (!LOOPBACK.test(config.host)) throw fail("serve.not_loopback", { host: config.host });
    if (!Number.isInteger(port) || port < 0 || port > 65535) {
      throw fail("request.invalid", {
        where: "--port",
        expected: "a number from 0 to 65535",
        got: String(options.port),
      });
    }
    const house = await openHouse({ ...config, port }, { what: "serve", onProgress: progress });
    const { recovered } = house;
    if (recovered.reason) {
      const where = recovered.setAside ? `; the old files stand in ${recovered.setAside}` : "";
      process.stderr.write(`recovered: ${recovered.reason}; read ${recovered.replayed} batches again${where}\n`);
    }
    if (options.demo && house.batches.all().length === 0)
      await makeDemo({ house, principal, config, progress, signal });
    const jobs = new JobQueue(await loadCommands(), house, config);
    const app = await createApp({ house, jobs, config, token: house.lock.holder.token }, { logger: true });
    try {
      await app.listen({ host: config.host, port });
    } catch (cause) {
      await house.close();
      throw (cause as { code?: string }).code === "EADDRINUSE" ? fail("serve.port_in_use", { port }, cause) : cause;
    }
    const listening = (app.server.address() as AddressInfo).port;
    await house.lock.publish(config.host, listening);
    const url = `http://${config.host}:${listening}`;
    process.stdout.write(`稽衡 Jiheng: ${url}\n`);
    const stopFollowing = followFolders(options.follow, jobs, principal, signal);
    await stopped(signal);
    await app.close();
    await stopFollowing();
    await jobs.close();
    await house.close();
    return { url };
  },
  print: () => "stopped\n",
});

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
