import { stat } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { JournalEntry } from "../../journal/entry.ts";
import { readChain } from "../../journal/verify.ts";
import { dataFolder } from "../../store/folder.ts";
import { type Asked, ask, brokenPromises } from "../acts/asked.ts";
import { RandomActs } from "../acts/random-acts.ts";
import { Scene } from "../acts/scene.ts";
import { Told } from "../acts/told.ts";
import { fillAudited } from "../people/audited-folder.ts";
import { Served } from "../people/served.ts";
import { type Proof, type ProofOptions, seededRandom } from "../proof.ts";
import { inScratch, scratchConfig } from "../scratch.ts";

const HITS = 120;
const DATA = { settlements: 1500, times: 4 };
/** Acts on their way at once. */
const AT_ONCE = 4;
/** After so many entries of the last acts the server is killed, and some moments: a kill meets an act at any of its steps. */
const MOST_ENTRIES = 4;
const MOMENT_MS = 6;
/** How often all lists are read and compared. */
const EVERY = 10;

/**
 * kill −9 while people act: verdicts, approvals, withdrawals, appeals, what is put off, correction notices, accounts, views. A kill counts where it left
 * somebody without an answer. What was acknowledged must stand in the journal once and for all; what was not, wholly or not at all; and every list must say
 * what the journal says when the server is there again.
 */
export default {
  name: "acts",
  about: "kill −9 while people act: nothing acknowledged is lost, nothing is half done",
  run: ({ size, seed, progress, signal }: ProofOptions) =>
    inScratch(async (root) => {
      const wanted = Math.max(1, Math.round(HITS * size));
      const config = scratchConfig(root);
      await fillAudited(config, DATA, { seed, progress, signal });
      const journal = dataFolder(config.dataDir).journal;
      const random = seededRandom(seed);
      let number = 0;
      const counts: Record<string, number> = {
        ...{ "kills that left acts without an answer": 0, "kills between acts": 0 },
        ...{ "acts acknowledged": 0, "acts refused": 0, "acts without an answer": 0 },
        ...{
          "of these in the journal": 0,
          "of these broken off between entries": 0,
          "times all lists were compared": 0,
        },
      };
      const kinds = new Map<string, number>();
      const failures: string[] = [];
      const told = new Told();
      let from = 0;
      let scene: Scene | undefined;
      while (counts["kills that left acts without an answer"]! < wanted && failures.length < 20 && !signal.aborted) {
        const hit = counts["kills that left acts without an answer"]!;
        progress({ phase: "prove", subject: `kill ${hit + 1}`, done: hit, total: wanted });
        const server = await Served.start(config);
        const asked: Asked[] = [];
        try {
          const read: boolean = !scene || hit % EVERY === 0;
          scene = !scene || read ? await Scene.open(server.address) : await scene.again(server.address, told);
          // Signing in is an act too, and none of those that are counted.
          const signedIn = await entriesFrom(journal, from);
          from += signedIn.length;
          for (const entry of signedIn) told.take(entry);
          failures.push(...told.contradictions.splice(0));
          if (read) failures.push(...scene.differences(told));
          counts["times all lists were compared"]! += read ? 1 : 0;
          const acts = new RandomActs(scene, random, () => ++number);
          for (let before = Math.floor(random() * 3); before > 0; before--)
            asked.push(...(await Promise.all(Array.from({ length: AT_ONCE }, () => ask(acts.next())))));
          const last = Promise.all(Array.from({ length: AT_ONCE }, () => ask(acts.next())));
          await grown(journal, Math.floor(random() * MOST_ENTRIES), last);
          await pause(random() * MOMENT_MS);
          await server.kill();
          asked.push(...(await last));
        } finally {
          await server.kill();
        }
        const entries = await entriesFrom(journal, from);
        from += entries.length;
        for (const entry of entries) told.take(entry);
        failures.push(...brokenPromises(asked, entries));
        tally(asked, entries, counts, kinds);
      }
      const server = await Served.start(config);
      try {
        failures.push(...(await Scene.open(server.address)).differences(told), ...told.contradictions);
        counts["times all lists were compared"]!++;
      } finally {
        await server.stop();
      }
      return {
        counts,
        failures,
        tables: [
          { title: "acts asked for", columns: ["act", "times"], rows: [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)) },
        ],
      };
    }),
} satisfies Proof;

/** The entries of a journal file after the first so many, the chain checked; a last line that a kill cut off is none. */
async function entriesFrom(journal: string, first: number): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  await readChain(journal, (entry) => void entries.push(entry));
  return entries.slice(first);
}

/** Done when a journal grew so many times, or what was asked for is answered. */
async function grown(journal: string, times: number, asked: Promise<unknown>): Promise<void> {
  let answered = false;
  void asked.then(() => {
    answered = true;
  });
  let { size } = await stat(journal);
  for (let seen = 0; seen < times && !answered; ) {
    await pause(1);
    const now = (await stat(journal)).size;
    if (now > size) seen++;
    size = now;
  }
}

function tally(
  asked: readonly Asked[],
  entries: readonly JournalEntry[],
  counts: Record<string, number>,
  kinds: Map<string, number>,
): void {
  const unanswered = asked.filter(({ answer }) => answer === null);
  counts[unanswered.length > 0 ? "kills that left acts without an answer" : "kills between acts"]!++;
  counts["acts acknowledged"]! += asked.filter(({ answer }) => answer && answer.status < 300).length;
  counts["acts refused"]! += asked.filter(({ answer }) => answer && answer.status >= 300).length;
  counts["acts without an answer"]! += unanswered.length;
  for (const { act } of unanswered) {
    const there = entries.filter((entry) => act.isOf(entry)).length;
    if (there > 0) counts["of these in the journal"]!++;
    if (there > 0 && there < act.entries) counts["of these broken off between entries"]!++;
  }
  for (const { act } of asked) kinds.set(act.kind, (kinds.get(act.kind) ?? 0) + 1);
}
