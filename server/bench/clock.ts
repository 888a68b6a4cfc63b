import type { DuckDBConnection } from "@duckdb/node-api";
import { median } from "simple-statistics";
import type { BatchRange, Fact } from "../facts/fact.ts";
import type { Timing } from "./measure.ts";

/** Seconds of what is timed, and of each fact within it, on the wall and of the processor. */
export class Clock {
  readonly #taken = new Map<string, { seconds: number[]; cpu: number[] }>();

  async time<T>(what: string, work: () => Promise<T>): Promise<T> {
    const taken = this.#taken.get(what) ?? { seconds: [], cpu: [] };
    this.#taken.set(what, taken);
    const start = performance.now();
    const before = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(before);
    taken.seconds.push((performance.now() - start) / 1000);
    taken.cpu.push((user + system) / 1e6);
    return result;
  }

  /** The same fact, its builds and refreshes timed under the names `phase` gives when they run. */
  watch(fact: Fact, phase: (fact: string) => string): Fact {
    return {
      ...fact,
      rebuild: (connection: DuckDBConnection) => this.time(phase(fact.name), () => fact.rebuild(connection)),
      refresh: (connection: DuckDBConnection, range: BatchRange) =>
        this.time(phase(fact.name), () => fact.refresh(connection, range)),
    };
  }

  timings(): Timing[] {
    return [...this.#taken].map(([what, { seconds, cpu }]) => ({
      what,
      seconds,
      median: median(seconds),
      cpu: median(cpu),
    }));
  }

  /** Median seconds; not a number for what was never timed. */
  of(what: string): number {
    const taken = this.#taken.get(what);
    return taken ? median(taken.seconds) : Number.NaN;
  }
}

/** The most memory the process held while `work` ran, in bytes. */
export async function peakOf(work: () => Promise<unknown>): Promise<number> {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 50);
  await work().finally(() => clearInterval(timer));
  return peak;
}
