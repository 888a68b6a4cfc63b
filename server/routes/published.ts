import Type from "typebox";
import type { App } from "../app.ts";
import { loadPublished, ofPopulation } from "../indicators/published.ts";
import { careGroups, careScopes, publishedFigure } from "../indicators/published-schema.ts";

/** Published figures, to stand beside the computed ones. They are files of the program: read once, at the start. */
export default function published(app: App): void {
  const figures = loadPublished();
  app.get(
    "/api/published",
    {
      schema: {
        summary: "Published figures with their sources",
        querystring: Type.Object({
          population: Type.Optional(
            Type.String({
              pattern: `^(${careScopes.join("|")})(\\.(${careGroups.join("|")}))?$`,
              description: "care scope, or care scope and care group: cross_province.inpatient",
            }),
          ),
        }),
        response: { 200: Type.Object({ figures: Type.Array(publishedFigure) }) },
      },
      config: { permission: "figures.read" },
    },
    async ({ query }) => ({ figures: ofPopulation(figures, query.population) }),
  );
}
