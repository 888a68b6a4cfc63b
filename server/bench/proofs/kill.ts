import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { loadSteps } from "../../intake/intake.ts";
import { nationalPrincipal } from "../../store/principal.ts";
import { sql } from "../../store/sql.ts";
import type { Proof, ProofOptions } from "../proof.ts";
import { sampleSettlements, toCsv } from "../sample.ts";
import { inScratch, loadText, scratchConfig, stateOf, withHouse } from "../scratch.ts";

const HITS = 20;
const ROWS = 200;
const child = fileURLToPath(new URL("../kill-child.ts", import.meta.url));
const points = [...loadSteps, "checkpoint"] as const;

/**
 * kill −9 at every named step of a load. A process stops itself at the step and says so; only then is it killed, so only
 * hits count. Afterwards the folder is opened again: every acknowledged batch must stand once, the unacknowledged one
 * wholly or not at all, and loading it again must complete the state.
 */
export default {
  name: "kill",
  about: "kill −9 at each step of a load: nothing acknowledged is lost, nothing is doubled",
  async run({ size, progress, signal }: ProofOptions) {
    const hits = Math.max(1, Math.round(HITS * size));
    const counts: Record<string, number> = { "acknowledged rows lost": 0, "rows doubled": 0 };
    const failures: string[] = [];
    const references = new Map<number, string>();
    for (const [done, point] of points.entries()) {
      counts[`hits at ${point}`] = 0;
      await inScratch(async (root) => {
        const config = scratchConfig(root);
        let acknowledged = 0;
        for (let n = 0; n < hits && !signal.aborted; n++) {
          progress({ phase: "prove", subject: `${point} ${n + 1}/${hits}`, done, total: points.length });
          const name = `setl_d_${n}.csv`;
          const file = path.join(root, name);
          const content = toCsv(sampleSettlements(ROWS, n * ROWS + 1));
          await writeFile(file, content);
          const hit = await killAt(point, config.dataDir, config.keyFile, file);
          if (!hit) {
            failures.push(`${point}: the load ended before it could be killed`);
            continue;
          }
          counts[`hits at ${point}`]!++;
          await withHouse(config, async (house) => {
            const before = await standing(house);
            const lost = Math.max(0, acknowledged * ROWS - before.rows);
            counts["acknowledged rows lost"]! += lost;
            counts["rows doubled"]! += before.rows - before.keys;
            if (before.rows % ROWS !== 0) failures.push(`${point} ${n}: ${before.rows} rows: half a batch stands`);
            await house.intake.load({ input: file, source: name, reporter: "unknown", actor: "proof" });
            acknowledged++;
            const after = await standing(house);
            counts["rows doubled"]! += after.rows - after.keys;
            if (after.rows !== acknowledged * ROWS)
              failures.push(`${point} ${n}: ${after.rows} rows, expected ${acknowledged * ROWS}`);
          });
        }
        const rows = acknowledged * ROWS;
        const expected = references.get(rows) ?? (await undisturbed(rows));
        references.set(rows, expected);
        const got = await withHouse(config, stateOf);
        if (got !== expected) failures.push(`${point}: state ${got}, expected ${expected}`);
      });
    }
    if (counts["acknowledged rows lost"] || counts["rows doubled"]) failures.push("rows were lost or doubled");
    return { counts, failures };
  },
} satisfies Proof;

/** The state after one load of so many records that nothing interrupted. */
function undisturbed(rows: number): Promise<string> {
  return inScratch((root) =>
    withHouse(scratchConfig(root), async (house) => {
      await loadText(house, root, "setl_d.csv", toCsv(sampleSettlements(rows)));
      return stateOf(house);
    }),
  );
}

async function standing(house: Parameters<Parameters<typeof withHouse>[1]>[0]) {
  return house.database.read(nationalPrincipal, (reader) =>
    reader.one<{ rows: number; keys: number }>(
      sql`select count(*) as rows, count(distinct (insured_area, settlement_id)) as keys from settlement where batch_to is null`,
    ),
  );
}

/** Starts a load that stops at `point` and kills it there. False where it ended first. */
function killAt(point: string, dataDir: string, keyFile: string, file: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, JIHENG_DATA: dataDir, JIHENG_KEY_FILE: keyFile };
    const process_ = spawn(process.execPath, [child, point, file], { env, stdio: ["ignore", "pipe", "inherit"] });
    let hit = false;
    process_.stdout.on("data", (text: Buffer) => {
      if (!text.includes("here")) return;
      hit = true;
      const delay = point === "checkpoint" ? Math.floor(Math.random() * 30) : 0;
      setTimeout(() => process_.kill("SIGKILL"), delay);
    });
    process_.once("error", reject);
    process_.once("exit", () => resolve(hit));
  });
}
