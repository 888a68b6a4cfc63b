import { raw } from "../../store/sql.ts";
import { additive, cubes, rebuildCubes, refreshCubes } from "../cubes.ts";
import type { Fact } from "../fact.ts";

/** The small tables that figures are answered from, kept by month. */
export default {
  name: "cubes",
  after: ["claim"],
  reads: [],
  wording: () => JSON.stringify({ additive, cubes }),
  rebuild: (connection) => rebuildCubes(connection),
  refresh: (connection) => refreshCubes(connection, raw("(select distinct month from changed_claim)")),
} satisfies Fact;
