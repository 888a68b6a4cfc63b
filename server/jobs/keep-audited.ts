import type { Principal } from "../store/principal.ts";
import { auditIsDue } from "./audit-house.ts";
import type { House } from "./house.ts";
import type { JobQueue } from "./queue.ts";

/**
 * Queues an audit of a served house where one is due: at the start, since a crash may fall between a load and its audit, and after batches that came
 * over HTTP, whose senders do not wait for it.
 */
export async function keepAudited(house: House, jobs: JobQueue, principal: Principal): Promise<void> {
  const queueIfDue = () => auditSoon(house, jobs, principal);
  house.events.on("batch", () => {
    // A house that is being closed takes no more work; the next start looks again.
    queueIfDue().catch(() => {});
  });
  await queueIfDue();
}

/** Queues an audit where one is due and none waits: also after acts on rules. Gives the job that waits; null where the last run still stands. */
export async function auditSoon(house: House, jobs: JobQueue, principal: Principal): Promise<number | null> {
  const queued = jobs.list().find(({ command, state }) => command === "audit" && state === "queued");
  if (queued) return queued.id;
  return (await auditIsDue(house)) ? jobs.submit("audit", {}, principal).id : null;
}
