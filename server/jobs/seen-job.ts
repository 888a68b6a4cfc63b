import { nationalPrincipal, type Principal } from "../store/principal.ts";
import type { JobQueue, JobView } from "./queue.ts";

/** Whether a principal is the machine's own user, who could open the data folder as well. */
export const isMachine = ({ id }: Principal): boolean => id === nationalPrincipal.id;

/** Whether a principal may stop a job: who asked for it, the machine's own user, and administrators of the nation. */
export const mayStop = (principal: Principal, { by }: JobView): boolean =>
  by === principal.id || isMachine(principal) || principal.permissions.has("system.read");

/**
 * A job as a principal may see it. Everybody who reads jobs sees that it runs and how far it is. What came of it counts over the whole nation and may name
 * files: that is for who asked for it and for the nation; a confidential result for who asked alone.
 */
export function seenJob(jobs: JobQueue, job: JobView, principal: Principal): JobView {
  if (job.by === principal.id) return job;
  if (principal.scope.all) return jobs.isConfidential(job.command) ? { ...job, result: null } : job;
  const { progress, error } = job;
  return {
    ...job,
    progress: progress && { phase: progress.phase, done: progress.done, total: progress.total },
    error: error && { code: error.code, message: error.code, details: {} },
    result: null,
  };
}
