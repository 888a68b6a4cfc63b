import Type from "typebox";
import type { App } from "../app.ts";
import { claimLines } from "../settle/pages/claim-lines.ts";
import { claimPage } from "../settle/pages/claim-page.ts";
import { neighboursOf } from "../settle/pages/difference-list.ts";
import { listQuery, queryOf } from "../settle/pages/list-query.ts";
import { maskedName } from "../settle/pages/masked-name.ts";
import { personOf, personYear } from "../settle/pages/person-year.ts";

const config = { permission: "data.read" } as const;
const params = Type.Object({ id: Type.String({ maxLength: 200, description: "claim_id" }) });

/** One claim as its page shows it; another province's is not found. */
export default function claims(app: App): void {
  const { house } = app.services;

  app.get("/api/claims/:id", { config, schema: { params } }, ({ params, principal }) =>
    house.database.read(principal, async (reader) => {
      const page = await claimPage(reader, principal, params.id);
      // Who looked at a person's claim is written down before anything of the person is shown.
      await house.journal.append(principal.id, "claim.read", { claim: params.id });
      const person = await personOf(reader, principal, params.id);
      return { ...page, name: await maskedName(reader, house.keys, person) };
    }),
  );

  app.get("/api/claims/:id/lines", { config, schema: { params } }, ({ params, principal }) =>
    house.database.read(principal, (reader) => claimLines(reader, principal, params.id)),
  );

  app.get("/api/claims/:id/year", { config, schema: { params } }, ({ params, principal }) =>
    house.database.read(principal, async (reader) => ({ claims: await personYear(reader, principal, params.id) })),
  );

  app.get("/api/claims/:id/neighbours", { config, schema: { params, querystring: listQuery } }, (request) =>
    house.database.read(request.principal, async (reader) => ({
      neighbours: await neighboursOf(reader, request.principal, queryOf(request.query), request.params.id),
    })),
  );
}
