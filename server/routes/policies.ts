import Type from "typebox";
import type { App } from "../app.ts";
import { fail } from "../errors.ts";
import { listedPolicy, listPolicies } from "../settle/policies/policy-list.ts";

/** Policies in force: what they are and where they hold, and a file's text, whose lines re-settled claims name. */
export default function policies(app: App): void {
  const { house } = app.services;
  const config = { permission: "data.read" } as const;

  app.get(
    "/api/policies",
    {
      config,
      schema: {
        summary: "Versions of policies in force",
        response: { 200: Type.Object({ policies: Type.Array(listedPolicy) }) },
      },
    },
    ({ principal }) =>
      house.database.read(principal, async (reader) => ({ policies: await listPolicies(reader, principal) })),
  );

  app.get(
    "/api/policies/:file",
    {
      config,
      schema: {
        summary: "A policy file as it stands, with its versions",
        params: Type.Object({ file: Type.String({ description: "areas/410100-310.yaml, with its slash as %2F" }) }),
        response: {
          200: Type.Object({ file: Type.String(), text: Type.String(), versions: Type.Array(listedPolicy) }),
        },
      },
    },
    async ({ principal, params: { file } }) => {
      const { policies } = await house.ownTerms.sources(house.rawBatches, house.folder.stage);
      const found = policies.find((each) => each.file === file);
      if (!found) throw fail("request.not_found", { path: `/api/policies/${file}` });
      const versions = await house.database.read(principal, (reader) => listPolicies(reader, principal, file));
      return { file, text: found.text, versions };
    },
  );
}
