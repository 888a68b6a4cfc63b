import Type from "typebox";
import type { App } from "../app.ts";
import { fail } from "../errors.ts";
import { type DemoPerson, demoPersons, personCookie } from "../store/demo-persons.ts";
import { nationalPrincipal, type Principal } from "../store/principal.ts";

const Person = Type.Object({
  who: Type.Enum(["national", ...Object.keys(demoPersons)]),
  id: Type.String(),
  name: Type.String(),
});
const answer = Type.Object({
  principal: Type.Object({ id: Type.String(), name: Type.String(), scope: Type.Unknown() }),
  permissions: Type.Array(Type.String()),
  persons: Type.Array(Person, {
    description: "whom a browser may choose to be: two test persons in the demo, else nobody",
  }),
});

/** Who asks, and what they may do. */
export default function session(app: App): void {
  const { demo = false } = app.services;
  const told = (principal: Principal) => ({
    principal: { id: principal.id, name: principal.name, scope: principal.scope },
    permissions: [...principal.permissions],
    persons: demo ? Object.entries(demoPersons).map(([who, { id, name }]) => ({ who, id, name })) : [],
  });

  app.get(
    "/api/session",
    {
      config: { permission: "public" },
      schema: { summary: "Who asks, and what they may do", response: { 200: answer } },
    },
    async ({ principal }) => told(principal),
  );

  app.post(
    "/api/session/as",
    {
      config: { permission: "public" },
      schema: {
        summary:
          "In the demo: be one of its test persons, or the one built-in account again; elsewhere there is nothing here",
        body: Type.Object({ who: Type.Enum(["national", ...Object.keys(demoPersons)]) }),
        response: { 200: answer },
      },
    },
    async ({ body: { who } }, reply) => {
      if (!demo) throw fail("request.not_found", { path: "/api/session/as" });
      const person = who === "national" ? null : (who as DemoPerson);
      void reply.header("set-cookie", personCookie(person));
      return told(person === null ? nationalPrincipal : demoPersons[person]);
    },
  );
}
