import type { Principal } from "../store/principal.ts";
import { auditIsDue } from "./audit-house.ts";
import type { House } from "./house.ts";
import type { JobQueue } from "./queue.ts";

/**
 * Queues an audit of a served house where one is due: at the start, since a crash may fall between a load and its audit, and after batches that came
 * over HTTP, whose senders do not wait for it.
 */
export async function keepAudited(house: House, jobs: JobQueue, principal: Principal): Promise<void> {
  const queueIfDue = async () => {
    if (!waitingAudit(jobs) && (await auditIsDue(house))) jobs.submit("audit", {}, principal);
  };
  house.events.on("batch", () => {
    // A house that is being closed takes no more work; the next start looks again.
    queueIfDue().catch(() => {});
  });
  await queueIfDue();
}

/**
 * Queues an audit after an act on rules, where none waits already; it finds out itself whether anything is to be done, since asking here would wait for work
 * that runs. Gives the job; null where nothing was loaded yet.
 */
export function auditNext({ batches }: House, jobs: JobQueue, principal: Principal): number | null {
  if (batches.all().length === 0) return null;
  return waitingAudit(jobs)?.id ?? jobs.submit("audit", {}, principal).id;
}

const waitingAudit = (jobs: JobQueue) =>
  jobs.list().find(({ command, state }) => command === "audit" && state === "queued");
