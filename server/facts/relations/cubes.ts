import { execute } from "../../store/database.ts";
import { raw } from "../../store/sql.ts";
import { buildCubes, changeCubes, cubesWording } from "../cubes/build.ts";
import { buildExtents, changeExtents } from "../cubes/extent.ts";
import type { Fact } from "../fact.ts";

const outdated = raw("temp.outdated_claim");
const fresh = raw("temp.fresh_claim");

/**
 * The small tables that figures are answered from: those of `../cubes/cubes.ts`, `claim_extent` and `claim_month`. They add up, so a refresh takes
 * off what `claim` took away and adds what it wrote.
 */
export default {
  name: "cubes",
  after: ["claim"],
  reads: [],
  wording: cubesWording,
  async rebuild(connection) {
    await buildCubes(connection);
    await buildExtents(connection);
  },
  async refresh(connection) {
    await changeCubes(connection, outdated, fresh);
    await changeExtents(connection, outdated, fresh);
    await execute(connection, "drop table temp.outdated_claim");
    await execute(connection, "drop table temp.fresh_claim");
  },
} satisfies Fact;
