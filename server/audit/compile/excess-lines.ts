import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import type { Accumulation } from "./episodes.ts";

/**
 * WITH part `told`: the records of each spell, `excess` where a line is wholly beyond the limit, so that it should not have been paid. Told from the latest
 * back, and never more than the span is above its limit: a line half of which was within it is left out, and of spans that reach into each other each stretch of
 * one length counts by itself, so that nobody is charged with more than was too much by any reading.
 * @param inSpan whether a `record` belongs to a `spell`
 */
export function excessLines({ owner, measure, length }: Accumulation, inSpan: Sql): Sql {
  const keys = join(owner.map((name) => ident(name)));
  const stretch = length === null ? raw("0") : raw('("record".moment - "spell".first_at) // "spell".length');
  const within = sql`partition by ${keys}, first_at, stretch`;
  const later = sql`${within} order by moment desc, day desc, record desc rows unbounded preceding`;
  const excess =
    measure === "distinct"
      ? sql`dense_rank() over (${within} order by first_moment, first_day, value) > most`
      : sql`value > 0 and sum(greatest(value, 0)) over (${later}) <= sum(value) over (${within}) - most`;
  return sql`"told" as (
    select *, ${excess} as excess
    from (
      select *, min(moment) over (${within}, value) as first_moment, min(day) over (${within}, value) as first_day
      from (select *, ${stretch} as stretch from "spell" join "record" using (${keys}) where ${inSpan}) as "member"
    ) as "seen"
  )`;
}
