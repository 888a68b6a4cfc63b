import { rm } from "node:fs/promises";
import path from "node:path";
import { type Proof, type ProofOptions, seededRandom, shuffled } from "../proof.ts";
import { type Sample, sampleSettlements, toCsv } from "../sample.ts";
import { inScratch, loadText, scratchConfig, stateOf, withHouse } from "../scratch.ts";

const RUNS = 40;
const RECORDS = 400;

/**
 * The same records in any split, order and repetition give one state: corrections (each with its updt_time), reversals
 * as new versions and as negative rows, copies of both sides. And a deleted database comes back with the same state.
 */
export default {
  name: "order",
  about: "any split, order and repetition of the same batches gives one state, also after the database was deleted",
  async run({ size, seed, progress, signal }: ProofOptions) {
    const random = seededRandom(seed);
    const records = versions(random);
    const runs = Math.max(2, Math.round(RUNS * size));
    const states = new Map<string, number>();
    const failures: string[] = [];
    let batches = 0;
    let rebuilt = 0;
    for (let run = 0; run < runs && !signal.aborted; run++) {
      progress({ phase: "prove", subject: `order ${run + 1}/${runs}`, done: run, total: runs });
      await inScratch(async (root) => {
        const config = scratchConfig(root);
        const pieces = split(
          run === 0 ? records : shuffled(records, random),
          run === 0 ? 1 : 1 + Math.floor(random() * 9),
          random,
        );
        const repeated = shuffled([...pieces, ...pieces.filter(() => random() < 0.3)], random);
        const state = await withHouse(config, async (house) => {
          for (const [i, piece] of (run === 0 ? pieces : repeated).entries()) {
            await loadText(house, root, `setl_d_${i}.csv`, toCsv(piece));
            batches++;
          }
          return stateOf(house);
        });
        states.set(state, (states.get(state) ?? 0) + 1);
        for (const name of ["jiheng.duckdb", "jiheng.duckdb.wal"])
          await rm(path.join(config.dataDir, name), { force: true });
        const again = await withHouse(config, stateOf);
        rebuilt++;
        if (again !== state) failures.push(`run ${run}: ${state} before, ${again} after the database was deleted`);
      });
    }
    if (states.size !== 1) failures.push(`${states.size} different states: ${[...states.keys()].join(", ")}`);
    return {
      counts: {
        runs,
        records: records.length,
        batches,
        "databases deleted and rebuilt": rebuilt,
        "different states": states.size,
      },
      failures,
    };
  },
} satisfies Proof;

/** Records with up to four versions each, every version with an updt_time of its own. */
function versions(random: () => number): Sample[] {
  return sampleSettlements(RECORDS).flatMap((first) => {
    const out = [first];
    for (let v = 1; random() < 0.35 && v < 4; v++) {
      const cash = `${Number(first.cash_payamt) + v}.00`;
      const refunded = random() < 0.3 ? "1" : "0";
      out.push({ ...first, cash_payamt: cash, refd_setl_flag: refunded, updt_time: `2021-0${4 + v}-01 00:00:00` });
    }
    if (random() < 0.1) {
      out.push({
        ...first,
        setl_id: `R${first.setl_id}`,
        medfee_sumamt: `-${first.medfee_sumamt}`,
        refd_setl_flag: "1",
      });
    }
    if (random() < 0.1) out.push({ ...first, setl_id: `C${first.setl_id}`, out_flag: "2" });
    return out;
  });
}

function split<T>(items: readonly T[], parts: number, random: () => number): T[][] {
  const out: T[][] = Array.from({ length: parts }, () => []);
  for (const item of items) out[Math.floor(random() * parts)]!.push(item);
  return out.filter((part) => part.length > 0);
}
