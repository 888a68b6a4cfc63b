import { readConfig } from "../config.ts";
import { openHouse } from "../jobs/house.ts";

/** Loads a file and stands still at a named step, for the proof that kills it there. */
const [point = "", file = ""] = process.argv.slice(2);

const house = await openHouse(readConfig(), {
  what: "kill-child",
  derive: false,
  onStep: (step) => {
    if (step === point) standStill();
  },
});
await house.intake.load({ input: file, source: file, reporter: "unknown", actor: "proof" });
process.stdout.write("here\n");
if (point === "checkpoint") {
  for (;;) {
    await house.database.bulk(async (connection) => {
      await connection.run("update settlement set batch_to = batch_to where batch_from = 1");
      await connection.run("checkpoint");
    });
  }
}
process.exitCode = 3;

function standStill(): never {
  process.stdout.write("here\n");
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
}
