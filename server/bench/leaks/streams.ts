import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { App } from "../../app.ts";
import type { Principal } from "../../store/principal.ts";
import { foreignMarks, marksIn } from "./marks.ts";
import { holds, type Viewer } from "./viewer.ts";
import type { World } from "./world.ts";

/** What happens is told within this time on one machine. */
const WITHIN_MS = 150;

/** Hears the events of the house as every viewer, while findings of all places change hands: only one's own are told. */
export async function listen(app: App, world: World, viewers: readonly Viewer[], be: (principal: Principal) => void) {
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as AddressInfo;
  const failures: string[] = [];
  let heard = 0;
  for (const viewer of viewers) {
    if (!viewer.principal.permissions.has("data.read")) continue;
    be(viewer.principal);
    const text = await heardIn(`http://127.0.0.1:${port}/api/events`, () => {
      const all = world.findings.map(({ finding }) => finding);
      world.house.review.events.emit("finding", all);
      world.house.review.events.emit("hold", all);
      world.house.events.emit("batch", 3);
    });
    heard += text.split("data: ").length - 1;
    const [leak] = marksIn(text, foreignMarks(world.marks, viewer.principal.scope));
    if (leak) failures.push(`${viewer.label}, GET /api/events: LEAK of ${leak.what} ${leak.text}`);
    const own = world.findings.find(({ claims }) => claims.some((claim) => holds(viewer.principal.scope, claim)));
    if (viewer.demand && own && !text.includes(own.finding))
      failures.push(`${viewer.label}, GET /api/events: an own finding is not told`);
  }
  return { heard, failures };
}

async function heardIn(url: string, happen: () => void): Promise<string> {
  const controller = new AbortController();
  const response = await fetch(url, { signal: controller.signal });
  let text = "";
  const reading = (async () => {
    for await (const part of response.body!) text += Buffer.from(part).toString();
  })().catch(() => {}); // aborted below
  while (!text.includes(":")) await pause(5);
  happen();
  await pause(WITHIN_MS);
  controller.abort();
  await reading;
  return text;
}
