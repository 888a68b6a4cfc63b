import { raw } from "../../store/sql.ts";
import { buildCubes, cubesWording, rebuildMonths } from "../cubes/build.ts";
import type { Fact } from "../fact.ts";

/** The small tables that figures are answered from, kept by month of settlement: those of `../cubes/cubes.ts`, `claim_extent`, `claim_month`. */
export default {
  name: "cubes",
  after: ["claim"],
  reads: [],
  wording: cubesWording,
  rebuild: buildCubes,
  refresh: (connection) => rebuildMonths(connection, raw("(select distinct month from changed_claim)")),
} satisfies Fact;
