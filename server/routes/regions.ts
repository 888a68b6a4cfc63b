import Type from "typebox";
import type { App } from "../app.ts";
import { listRegions, regionAnswer } from "../facts/regions-list.ts";

/** The regions figures can be asked by: provinces always, everything below on request. */
export default function regions(app: App): void {
  app.get(
    "/api/regions",
    {
      schema: {
        summary: "Regions of the data set",
        querystring: Type.Object({ level: Type.Optional(Type.Enum(["province", "area"])) }),
        response: { 200: Type.Object({ regions: Type.Array(regionAnswer) }) },
      },
      config: { permission: "own.account" },
    },
    async ({ principal, query }) => {
      const { database } = app.services.house;
      return { regions: await database.read(principal, (reader) => listRegions(reader, query.level === "area")) };
    },
  );
}
