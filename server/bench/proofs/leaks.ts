import { createApp } from "../../app.ts";
import { loadCommands } from "../../jobs/commands.ts";
import { openHouse } from "../../jobs/house.ts";
import { JobQueue } from "../../jobs/queue.ts";
import { nationalPrincipal, type Principal } from "../../store/principal.ts";
import { Matrix } from "../leaks/matrix.ts";
import { plantPast } from "../leaks/past.ts";
import { loadQuestions, type Question } from "../leaks/question.ts";
import { listen } from "../leaks/streams.ts";
import { viewers } from "../leaks/viewer.ts";
import { plantWorld } from "../leaks/world.ts";
import type { Proof, ProofOptions } from "../proof.ts";
import { inScratch, scratchConfig } from "../scratch.ts";

/** Below this size only the province and the city that see most kinds of things are asked. */
const ALL = 0.5;

/**
 * Nobody sees what is not his: every route of the API, asked by every role in every scope about its own records, about foreign ones and about none. A route
 * that no question asks, and that no reason leaves out, fails.
 */
export default {
  name: "leaks",
  about: "no answer of any route to any role holds a foreign record; every own cell holds something",
  run: ({ size, progress, signal }: ProofOptions) =>
    inScratch(async (root) => {
      const config = scratchConfig(root);
      const house = await openHouse(config, { what: "proof" });
      try {
        const commands = await loadCommands();
        const world = await plantWorld(house, root);
        const jobs = new JobQueue(commands, house, config);
        await plantPast(world, jobs, commands, viewers(false));
        let asker: Principal = nationalPrincipal;
        const app = await createApp({ house, jobs, config, token: "leaks" }, { as: () => asker, perMinute: 1e9 });
        const matrix = new Matrix(app, world, root, (principal) => {
          asker = principal;
        });
        const { questions, without } = await loadQuestions();
        const described = routesOf(app.swagger());
        const known = new Set([...questions.map(({ route }) => route), ...Object.keys(without)]);
        matrix.failures.push(
          ...described.filter((route) => !known.has(route)).map((route) => `${route}: no question asks it`),
          ...[...known]
            .filter((route) => !described.includes(route))
            .map((route) => `${route}: there is no such route`),
        );
        const all = viewers(size < ALL);
        for (const [i, viewer] of all.entries()) {
          if (signal.aborted) break;
          progress({ phase: "prove", subject: viewer.label, done: i, total: all.length });
          await matrix.look(viewer, inOrder(questions));
        }
        const streams = await listen(app, world, all, (principal) => {
          asker = principal;
        });
        await app.close();
        return {
          counts: {
            routes: described.length,
            "routes left out with a reason": Object.keys(without).length,
            viewers: all.length,
            "planted claims": world.claims.length,
            "planted findings": world.findings.length,
            "texts to recognise": world.marks.length,
            ...matrix.counts,
            "events heard": streams.heard,
          },
          failures: [...matrix.failures, ...streams.failures],
        };
      } finally {
        await house.close();
      }
    }),
} satisfies Proof;

function routesOf({ paths = {} }: { paths?: object }): string[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

/** Reading first, then acts, then the journal that tells of them; a person's page after it was opened. */
function inOrder(questions: readonly Question[]): Question[] {
  const turn = ({ route }: Question) =>
    route.includes("/journal") ? 3 : route === "GET /api/persons/{id}" ? 2 : route.startsWith("GET ") ? 0 : 1;
  return questions.toSorted((a, b) => turn(a) - turn(b));
}
