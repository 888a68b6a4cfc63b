import { setTimeout as pause } from "node:timers/promises";
import type { Served } from "../people/served.ts";

interface JobView {
  id: number;
  state: string;
  endedAt: string | null;
}

/** What ran while people worked, on the clock of the crowd. */
export interface Span {
  name: string;
  from: number;
  to: number;
}

/** Runs a command in the server as the machine's own user does, and waits for its end. @throws TypeError where it fails */
export async function runBeside({ address, token }: Served, command: string, options: object): Promise<Span> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const from = performance.now();
  const asked = await fetch(`${address}/api/jobs`, {
    method: "POST",
    headers,
    body: JSON.stringify({ command, options }),
  });
  let job = (await asked.json()) as JobView;
  if (!asked.ok) throw new TypeError(`${command}: ${asked.status} ${JSON.stringify(job)}`);
  while (job.endedAt === null) {
    await pause(200);
    job = (await (await fetch(`${address}/api/jobs/${job.id}`, { headers })).json()) as JobView;
  }
  if (job.state !== "done")
    throw new TypeError(`${command} ended as ${job.state}: ${JSON.stringify(job).slice(0, 400)}`);
  return { name: command, from, to: performance.now() };
}
