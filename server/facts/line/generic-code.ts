import { raw, type Sql } from "../../store/sql.ts";

/**
 * The part of an item's code that names the substance (`domain.md` §7, XR-07): of Western drugs 9 characters, of Chinese ones 10; the whole code
 * of anything else. `item`: an SQL expression.
 */
export function genericCode(item: string): Sql {
  return raw(`case left(${item}, 1) when 'X' then left(${item}, 9) when 'Z' then left(${item}, 10) else ${item} end`);
}
