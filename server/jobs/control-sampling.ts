import {
  CONTROL_DRAWN,
  CONTROL_JUDGED,
  type ControlJudgement,
  drawControl,
  judgeable,
  projectControl,
} from "../audit/quality/control-sample.ts";
import { transaction } from "../store/database.ts";
import type { Principal } from "../store/principal.ts";
import type { House } from "./house.ts";

/** Draws claims that no rule spoke about, for people to look at. Gives how many were drawn, and from how many. */
export async function drawControlSample(
  { database, journal }: House,
  principal: Principal,
  wanted: { size: number; seed: number },
) {
  const draw = await database.read(principal, (reader) => drawControl(reader, principal, wanted));
  const entry = await journal.append(principal.id, CONTROL_DRAWN, draw);
  await database.act((connection) => transaction(connection, () => projectControl(connection, entry)));
  return { sample: entry.seq, drawn: draw.claims.length, unflagged: draw.unflagged };
}

/** Says what a person found of a drawn claim. @throws request.not_found */
export async function judgeControl({ database, journal }: House, principal: Principal, judgement: ControlJudgement) {
  const said = await database.read(principal, (reader) => judgeable(reader, principal, judgement));
  const entry = await journal.append(principal.id, CONTROL_JUDGED, { ...said });
  await database.act((connection) => transaction(connection, () => projectControl(connection, entry)));
  return { verdict: entry.seq, at: entry.at };
}
