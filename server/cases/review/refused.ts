import { type ErrorCode, type ErrorDetails, JihengError } from "../../errors.ts";

/** Why one of many was not done, as an answer of its own would say it. */
export interface Refused {
  code: ErrorCode;
  details: ErrorDetails;
}

/** Does each of many and tells apart what was refused; anything but a refusal stops it all. */
export async function eachOf<Asked, Id extends object, Done>(
  asked: readonly Asked[],
  id: (each: Asked) => Id,
  work: (each: Asked) => Promise<Done>,
): Promise<{ done: Done[]; refused: (Refused & Id)[] }> {
  const done: Done[] = [];
  const refused: (Refused & Id)[] = [];
  for (const each of asked) {
    try {
      done.push(await work(each));
    } catch (cause) {
      if (!(cause instanceof JihengError) || cause.status >= 500) throw cause;
      refused.push({ ...id(each), code: cause.code, details: cause.details });
    }
  }
  return { done, refused };
}
