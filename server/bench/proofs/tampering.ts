import { writeFile } from "node:fs/promises";
import path from "node:path";
import { JihengError } from "../../errors.ts";
import { Chain } from "../../journal/chain.ts";
import type { JournalEntry } from "../../journal/entry.ts";
import { DayHeads, type Head, HeadCheck } from "../../journal/heads.ts";
import { verifyJournal } from "../../journal/verify.ts";
import { type Proof, type ProofOptions, seededRandom } from "../proof.ts";
import { inScratch } from "../scratch.ts";
import { bytesOf, chained, sampleJournal } from "../tampering/sample-journal.ts";
import { type Tampering, tampered, tamperings } from "../tampering/tamper.ts";

const ENTRIES = 10_000;
/** Whole files that `verify journal` itself reads, of each way. */
const FILES = 40;
/** Entries after the tampered one that are read: the chain has to break among them. */
const WINDOW = 3;

/**
 * Every entry is tampered with in every way, and the first bad one has to be named: in memory from the entry before on, since what stands before it is the same, and for some of them
 * on disk through `verify journal` with its exported heads.
 */
export default {
  name: "tampering",
  about: "each entry of the journal flipped, deleted, reordered, cut off or torn: found, and the first bad entry named",
  async run({ size, seed, progress, signal }: ProofOptions) {
    const random = seededRandom(seed);
    const journal = sampleJournal(Math.max(60, Math.round(ENTRIES * size)), random);
    const heads = headsOf(journal);
    const failures: string[] = [];
    const counts: Record<string, number> = { entries: journal.length, heads: heads.length };
    for (const way of tamperings) {
      let found = 0;
      for (let at = 0; at < journal.length && !signal.aborted; at++) {
        const named = firstBad(way, journal, heads, at, random);
        if (named === wanted(way, journal, at)) found++;
        else failures.push(`${way} entry ${at + 1}: ${named ?? "nothing"} was named`);
        if (at % 1000 === 0) progress({ phase: "prove", subject: way, done: at, total: journal.length });
      }
      counts[`${way}: found and named`] = found;
    }
    await inScratch(async (root) => {
      const file = path.join(root, "journal.ndjson");
      counts["files read whole"] = 0;
      for (let i = 0; i < Math.max(2, Math.round(FILES * size)) && !signal.aborted; i++) {
        for (const way of [...tamperings, "rewrite"] as const) {
          const at = Math.floor(random() * (journal.length - 1));
          await writeFile(
            file,
            way === "rewrite" ? bytesOf(rewritten(journal, at)) : tampered(way, journal, at, random),
          );
          const named = await namedBy(file, heads);
          const expected = way === "rewrite" ? heads.find(({ seq }) => seq > at)!.seq : wanted(way, journal, at);
          if (named !== expected) failures.push(`file, ${way} entry ${at + 1}: ${named ?? "nothing"} was named`);
          counts["files read whole"]!++;
        }
      }
      await writeFile(file, bytesOf(journal));
      if ((await namedBy(file, heads)) !== undefined) failures.push("the whole journal was called bad");
    });
    return { counts, failures };
  },
} satisfies Proof;

/** The last entry changes places with none after it: it is the one before that does. */
const placeOf = (way: Tampering, journal: readonly JournalEntry[], at: number): number =>
  way === "reorder" ? Math.min(at, journal.length - 2) : at;

const wanted = (way: Tampering, journal: readonly JournalEntry[], at: number): number => placeOf(way, journal, at) + 1;

/** The number of the entry that the chain, or the heads where it ends too early, call bad. */
function firstBad(
  way: Tampering,
  journal: readonly JournalEntry[],
  heads: readonly Head[],
  at: number,
  random: () => number,
): number | undefined {
  const place = placeOf(way, journal, at);
  const bytes = tampered(way, journal.slice(place, place + WINDOW), 0, random);
  const chain = new Chain(journal[place - 1]);
  let from = 0;
  for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, from)) {
    if (!chain.follow(bytes.subarray(from, end))) return chain.seq + 1;
    from = end + 1;
  }
  if (from < bytes.length) return chain.seq + 1;
  const ends = way === "truncate" || place + WINDOW >= journal.length;
  return ends ? seqOf(() => new HeadCheck(heads.slice(-1)).end("journal", chain.seq)) : undefined;
}

/** Everything from an entry on written anew, as somebody who knows the program would: a chain that holds in itself. */
function rewritten(journal: readonly JournalEntry[], at: number): JournalEntry[] {
  const forged = journal.slice(0, at);
  for (const { at: time, actor, act, data } of journal.slice(at))
    forged.push(chained({ at: time, actor, act, data: { ...data, label: "dismissed" } }, forged.at(-1)));
  return forged;
}

function headsOf(journal: readonly JournalEntry[]): readonly Head[] {
  const heads = new DayHeads();
  for (const entry of journal) heads.onEntry(entry);
  return heads.all;
}

async function namedBy(file: string, heads: readonly Head[]): Promise<number | undefined> {
  try {
    await verifyJournal(file, undefined, { heads });
    return undefined;
  } catch (cause) {
    return seqIn(cause);
  }
}

function seqOf(check: () => void): number | undefined {
  try {
    check();
    return undefined;
  } catch (cause) {
    return seqIn(cause);
  }
}

function seqIn(cause: unknown): number {
  if (cause instanceof JihengError && typeof cause.details.seq === "number") return cause.details.seq;
  throw cause;
}
