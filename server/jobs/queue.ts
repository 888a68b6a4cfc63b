import { EventEmitter } from "node:events";
import type { Config } from "../config.ts";
import { fail, JihengError } from "../errors.ts";
import type { Permission, Principal } from "../store/principal.ts";
import type { Command, Json, Options, StoreCommand } from "./command.ts";
import type { House } from "./house.ts";
import type { Progress } from "./progress.ts";

export type JobState = "queued" | "running" | "done" | "failed" | "cancelled";

/** A job as the outside sees it. */
export interface JobView {
  id: number;
  command: string;
  /** Who asked for it. */
  by: string;
  state: JobState;
  progress: Progress | null;
  queuedAt: string;
  startedAt: string | null;
  endedAt: string | null;
  result: Json | null;
  error: { code: string; message: string; details: Json } | null;
}

interface Job extends JobView {
  controller: AbortController;
  finished: Promise<JobView>;
}

const KEPT = 100;

/** The one queue of long work in a process: bulk jobs run one after another, reads at once. Emits `change` with the id. */
export class JobQueue extends EventEmitter<{ change: [id: number] }> {
  readonly #commands: Map<string, Command>;
  readonly #house: House;
  readonly #config: Config;
  readonly #jobs = new Map<number, Job>();
  #next = 1;
  #bulk: Promise<unknown> = Promise.resolve();

  constructor(commands: Map<string, Command>, house: House, config: Config) {
    super();
    this.setMaxListeners(0);
    this.#commands = commands;
    this.#house = house;
    this.#config = config;
  }

  /** Queues a command. The promise of `wait` gives its end; a failed job never rejects. */
  submit(name: string, options: Options, principal: Principal): JobView {
    const command = this.#storeCommand(name);
    const controller = new AbortController();
    const job: Job = {
      id: this.#next++,
      command: name,
      by: principal.id,
      state: "queued",
      progress: null,
      queuedAt: new Date().toISOString(),
      startedAt: null,
      endedAt: null,
      result: null,
      error: null,
      controller,
      finished: Promise.resolve(undefined as never),
    };
    const lane = command.lane(options);
    const before = lane === "bulk" ? this.#bulk : Promise.resolve();
    job.finished = before.then(async () => {
      if (controller.signal.aborted) return this.#end(job, "cancelled");
      this.#update(job, { state: "running", startedAt: new Date().toISOString() });
      const context = {
        principal,
        config: this.#config,
        house: this.#house,
        signal: controller.signal,
        progress: (progress: Progress) => this.#update(job, { progress }),
      };
      try {
        job.result = (await command.run(context, options)) as Json;
        return this.#end(job, "done");
      } catch (cause) {
        if (controller.signal.aborted) return this.#end(job, "cancelled");
        const { code, message, details } = withoutInside(asJihengError(cause), `job ${job.id}`);
        job.error = { code, message, details: details as Json };
        return this.#end(job, "failed");
      }
    });
    if (lane === "bulk") this.#bulk = job.finished;
    this.#jobs.set(job.id, job);
    this.#forgetOld();
    this.emit("change", job.id);
    return view(job);
  }

  /** What a signed-in person needs to ask for this. @throws job.unknown */
  permissionFor(name: string, options: Options): Permission | "terminal" {
    return this.#storeCommand(name).permission(options);
  }

  /** Whether the result of a command is for nobody but who asked. */
  isConfidential(name: string): boolean {
    return this.#storeCommand(name).confidential === true;
  }

  get(id: number): JobView {
    return view(this.#job(id));
  }

  list(): JobView[] {
    return [...this.#jobs.values()].map(view).reverse();
  }

  wait(id: number): Promise<JobView> {
    return this.#job(id).finished;
  }

  /** Asks a job to stop; it ends as `cancelled` once its work has let go. */
  cancel(id: number): JobView {
    const job = this.#job(id);
    job.controller.abort();
    return view(job);
  }

  /** Stops everything and waits until it has stopped. */
  async close(): Promise<void> {
    for (const job of this.#jobs.values()) if (job.endedAt === null) job.controller.abort();
    await Promise.all([...this.#jobs.values()].map((job) => job.finished));
  }

  #storeCommand(name: string): StoreCommand {
    const command = this.#commands.get(name);
    if (command?.on !== "store") throw fail("job.unknown", { name });
    return command;
  }

  #job(id: number): Job {
    const job = this.#jobs.get(id);
    if (!job) throw fail("job.not_found", { id });
    return job;
  }

  #update(job: Job, change: Partial<Job>): void {
    Object.assign(job, change);
    this.emit("change", job.id);
  }

  #end(job: Job, state: JobState): JobView {
    this.#update(job, { state, endedAt: new Date().toISOString() });
    return view(job);
  }

  #forgetOld(): void {
    for (const [id, job] of this.#jobs) {
      if (this.#jobs.size <= KEPT) return;
      if (job.endedAt !== null) this.#jobs.delete(id);
    }
  }
}

/** Any failure as one that a person can act on. */
export function asJihengError(cause: unknown): JihengError {
  if (cause instanceof JihengError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (/ENOSPC|No space left/i.test(reason))
    return fail("store.disk_full", { where: "the data folder", variant: "data" }, cause);
  if (/INTERRUPT/i.test(reason) || (cause as Error).name === "AbortError") return fail("store.interrupted", {}, cause);
  return fail("internal.unexpected", { reason }, cause);
}

/** What went wrong inside is for the log only: the text of a failed statement may hold values. */
export function withoutInside(error: JihengError, where: string): JihengError {
  if (error.code !== "internal.unexpected") return error;
  process.stderr.write(`${where}: ${error.message}\n${error.cause instanceof Error ? error.cause.stack : ""}\n`);
  return fail("internal.unexpected", { reason: where });
}

function view(job: Job): JobView {
  const { controller: _, finished: __, ...rest } = job;
  return { ...rest };
}
