import Type from "typebox";
import { Disclosures, PERSON_OPENED, PERSON_UNMASKED } from "../access/disclosures.ts";
import type { App } from "../app.ts";
import { personNames } from "../audit/pages/person-names.ts";
import { personRecord, seenPerson } from "../audit/pages/person-page.ts";
import { fail } from "../errors.ts";
import type { Principal } from "../store/principal.ts";
import { stampOf } from "../store/stamp.ts";

const config = { permission: "persons.read" } as const;
const params = Type.Object({
  id: Type.String({
    pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){0,3}(-[0-9a-f]{12})?$",
    description: "the pseudonym, or its first eight signs",
  }),
});
const querystring = Type.Object({
  claim: Type.Optional(
    Type.String({ maxLength: 200, description: "one of the person's claims, where several persons begin alike" }),
  ),
});
const body = Type.Object({ reason: Type.String({ minLength: 4, maxLength: 500, pattern: String.raw`\S` }) });
const response = { 201: Type.Object({ until: Type.String() }) };

/**
 * A person, for who has a reason: the page opens for an hour, name and number for a quarter of one, each written down first. Only persons with a claim in the
 * principal's scope are there.
 */
export default function persons(app: App): void {
  const { house } = app.services;
  const disclosures = new Disclosures(house.journal);
  const personOf = (principal: Principal, { id }: { id: string }, { claim }: { claim?: string }) =>
    house.database.read(principal, (reader) => seenPerson(reader, principal, id, claim ?? null));

  for (const [part, act, summary] of [
    ["openings", PERSON_OPENED, "Opens a person's page for an hour, for a reason"],
    ["unmaskings", PERSON_UNMASKED, "Shows a person's name and number for 15 minutes, for a reason"],
  ] as const) {
    app.post(
      `/api/persons/:id/${part}`,
      { config, schema: { summary, params, querystring, body, response } },
      async ({ principal, params, query, body: { reason } }, reply) => {
        const person = await personOf(principal, params, query);
        return reply.code(201).send(await disclosures.disclose(act, principal, person, reason.trim()));
      },
    );
  }

  app.get(
    "/api/persons/:id",
    {
      config,
      schema: { summary: "A person over provinces: settlements, stays, filings, findings", params, querystring },
    },
    async ({ principal, params, query }) => {
      const person = await personOf(principal, params, query);
      const openUntil = disclosures.until(PERSON_OPENED, principal, person);
      if (openUntil === null) throw fail("access.reason_needed", { person: person.slice(0, 8) });
      const unmaskedUntil = disclosures.until(PERSON_UNMASKED, principal, person);
      return house.database.read(principal, async (reader) => ({
        person: person.slice(0, 8),
        openUntil,
        unmaskedUntil,
        ...(await personNames(reader, house.keys, house.dictionary, person, unmaskedUntil !== null)),
        ...(await personRecord(reader, principal, person)),
        stamp: stampOf(principal, new Date()),
      }));
    },
  );
}
