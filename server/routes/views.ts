import Type from "typebox";
import type { App } from "../app.ts";
import { removeView, savedViews, saveView } from "../cases/review/saved-views.ts";

const config = { permission: "own.account" } as const;
const Name = Type.String({ minLength: 1, maxLength: 60, pattern: String.raw`\S` });
const named = Type.Object({ name: Name });
const view = {
  page: Type.String({ maxLength: 60, pattern: "^(/[a-z][a-z0-9-]*)+$", description: "the page's address: /review" }),
  query: Type.String({ maxLength: 4000, description: "its conditions, as the address writes them after the ?" }),
};

/** Lists that an account keeps under names of its own. */
export default function views(app: App): void {
  const { house } = app.services;

  app.get(
    "/api/views",
    {
      config,
      schema: {
        summary: "The account's saved views, by name",
        response: {
          200: Type.Object({
            views: Type.Array(Type.Object({ name: Type.String(), ...view, savedAt: Type.String() })),
          }),
        },
      },
    },
    ({ principal }) =>
      house.database.read(principal, async (reader) => ({ views: await savedViews(reader, principal) })),
  );

  app.put(
    "/api/views/:name",
    {
      config,
      schema: {
        summary: "Keeps a list under a name, in the place of what stood there",
        params: named,
        body: Type.Object(view),
        response: { 200: Type.Object({ at: Type.String() }) },
      },
    },
    ({ principal, params: { name }, body }) => saveView(house, principal, { name, ...body }),
  );

  app.delete(
    "/api/views/:name",
    { config, schema: { summary: "Removes a saved view", params: named } },
    async ({ principal, params: { name } }, reply) => {
      await removeView(house, principal, name);
      return reply.code(204).send();
    },
  );
}
