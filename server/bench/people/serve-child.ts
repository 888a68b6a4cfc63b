import type { AddressInfo } from "node:net";
import { makeDemoAccounts } from "../../access/demo-accounts.ts";
import { createApp } from "../../app.ts";
import { readConfig } from "../../config.ts";
import type { Command } from "../../jobs/command.ts";
import { loadCommands } from "../../jobs/commands.ts";
import { openHouse } from "../../jobs/house.ts";
import { JobQueue } from "../../jobs/queue.ts";

/** Serves a data folder with the demo's accounts on any port of loopback and tells which, for proofs that are its visitors and may kill it. */
const config = readConfig();
const house = await openHouse(config, { what: "serve-child" });
await makeDemoAccounts(house.access);
// Without commands it starts sooner.
const commands = process.argv.includes("jobs") ? await loadCommands() : new Map<string, Command>();
const jobs = new JobQueue(commands, house, config);
const { token } = house.lock.holder;
const app = await createApp({ house, jobs, config, token, demo: true });
await app.listen({ host: "127.0.0.1", port: 0 });
const { port } = app.server.address() as AddressInfo;
process.stdout.write(`listening ${JSON.stringify({ port, token })}\n`);
process.once("SIGTERM", async () => {
  await app.close();
  await jobs.close();
  await house.close();
});
