import { type AuditOptions, type AuditResult, runAudit, STATEMENT_LIMIT_MS } from "../audit/run/audit.ts";
import { standingRun } from "../audit/run/due.ts";
import { projectKeptSubject, SUBJECT_KEPT, unwrittenSubjects } from "../audit/run/kept-subjects.ts";
import { transaction } from "../store/database.ts";
import type { StoreContext } from "./command.ts";

type Context = Pick<StoreContext, "house" | "principal" | "progress" | "signal">;

/** Runs the rules over the facts of a house, all rows anew where `full`. @throws store.interrupted, request.invalid */
export async function auditHouse(
  { house, principal, progress, signal }: Context,
  { only, full }: Pick<AuditOptions, "only" | "full"> = {},
): Promise<AuditResult> {
  const result = await house.database.bulk((connection) =>
    runAudit(connection, {
      actor: principal.id,
      only,
      full,
      signal,
      limitMs: STATEMENT_LIMIT_MS,
      now: () => new Date(),
      clock: () => performance.now(),
      onStep: (rules, done, total) => progress({ phase: "audit", subject: rules.join(", "), done, total }),
    }),
  );
  await writeKeptSubjects(house, principal.id);
  return result;
}

/** Names that findings keep though their first record is another go into the journal, so that they outlive the database. */
async function writeKeptSubjects({ database, journal }: Context["house"], actor: string): Promise<void> {
  for (const kept of await database.bulk(unwrittenSubjects)) {
    const entry = await journal.append(actor, SUBJECT_KEPT, { ...kept });
    await database.act((connection) => transaction(connection, () => projectKeptSubject(connection, entry)));
  }
}

/** Whether anything was loaded, and rules or facts are other than in the last run of all rules. */
export async function auditIsDue({ batches, database }: StoreContext["house"]): Promise<boolean> {
  if (batches.all().length === 0) return false;
  return (await database.bulk(standingRun)) === null;
}

/**
 * Runs all rules where the last run no longer stands: after a load, and whatever else changes the facts. Stopped, it leaves the work before it as
 * acknowledged as it is; the next start, load or audit makes it up.
 */
export async function auditIfDue(context: Context): Promise<void> {
  try {
    if (await auditIsDue(context.house)) await auditHouse(context);
  } catch (cause) {
    if (!context.signal.aborted) throw cause;
  }
}
