import { randomUUID } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import Type from "typebox";
import type { App } from "../app.ts";
import { fail } from "../errors.ts";
import { inferPolicy } from "../settle/inference/infer.ts";
import { listProposables } from "../settle/inference/proposables.ts";
import { proposable, proposal } from "../settle/inference/proposal.ts";
import type { Principal } from "../store/principal.ts";
import { seesArea } from "../store/scope.ts";

const config = { permission: "data.read" } as const;
const params = Type.Object({
  area: Type.String({ pattern: String.raw`^\d{6}$`, description: "pooling area" }),
  scheme: Type.Enum(["310", "390"]),
});

/** Policies where there is none, or a wrong one: proposed from settlements, and taken in force once a person has confirmed them. */
export default function proposals(app: App): void {
  const { house, jobs } = app.services;

  app.get(
    "/api/policies/proposals",
    {
      config,
      schema: {
        summary: "Areas whose settlements have no policy, or contradict it",
        response: { 200: Type.Object({ proposals: Type.Array(proposable) }) },
      },
    },
    ({ principal }) =>
      house.database.read(principal, async (reader) => ({ proposals: await listProposables(reader, principal) })),
  );

  app.get(
    "/api/policies/proposals/:area/:scheme",
    { config, schema: { summary: "A policy file proposed from settlements", params, response: { 200: proposal } } },
    ({ principal, params: { area, scheme } }) => {
      refuseStranger(principal, area);
      return house.database.read(principal, (reader) => inferPolicy(reader.connection, area, scheme));
    },
  );

  app.post(
    "/api/policies/proposals/:area/:scheme",
    {
      config: { permission: "data.load" },
      schema: {
        summary: "Takes a confirmed file in force, as `policies load` does; the answer is the job that does it",
        params,
        body: Type.Object({
          text: Type.String({ maxLength: 1_000_000, description: "the file, as proposed or mended" }),
        }),
        response: { 202: Type.Object({ job: Type.Integer(), file: Type.String() }) },
      },
    },
    async ({ principal, params: { area, scheme }, body: { text } }, reply) => {
      refuseStranger(principal, area);
      const name = `${area}-${scheme}.yaml`;
      const folder = path.join(house.folder.stage, `confirmed-${randomUUID()}`);
      const file = path.join(folder, name);
      await mkdir(folder);
      await writeFile(file, text, { mode: 0o600 });
      const { id } = jobs.submit("policies", { arguments: ["load", file] }, principal);
      void jobs.wait(id).then(() => rm(folder, { recursive: true, force: true }));
      return reply.code(202).send({ job: id, file: name });
    },
  );
}

/** An area outside the principal's scope is not there for it. */
function refuseStranger(principal: Principal, area: string): void {
  if (!seesArea(principal, { insured: area })) throw fail("request.not_found", { path: `proposals/${area}` });
}
