import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import Type, { type Static } from "typebox";
import { Check } from "typebox/value";
import { fail } from "../errors.ts";
import type { Principal } from "../store/principal.ts";
import type { Cell } from "../store/reader.ts";
import { type FigureQuery, type FigureRequest, MAX_ROWS } from "./request.ts";

const Names = Type.Array(Type.String());
const Content = Type.Object({
  measure: Names,
  by: Type.Optional(Names),
  from: Type.Optional(Type.String()),
  to: Type.Optional(Type.String()),
  period: Type.String(),
  where: Type.Optional(Type.Record(Type.String(), Names)),
  order: Type.Optional(Type.String()),
  limit: Type.Optional(Type.Integer()),
  /** Last batch of the answer. */
  batch: Type.Integer(),
  rules: Type.String(),
  /** Hash of the regions it was made for: the same question means something else in another scope. */
  scope: Type.String(),
  /** Hash of the answer, which is what can be compared later. */
  answer: Type.String(),
});

/** What a figure's id says: the question, of which state, by which rules, for whom, and the hash of the answer. */
export interface FigureId {
  query: FigureQuery;
  batch: number;
  rules: string;
  scope: string;
  answer: string;
}

/**
 * The id of an answer: everything needed to compute it again, packed, then a dot and a checksum. Only letters, digits, `-`, `_` and the dot, so
 * that it stands in an address as it is. It is no secret and gives no right: whoever asks by it sees what his own scope allows.
 */
export function figureId(
  request: FigureRequest,
  made: { batch: number; rules: string; principal: Principal; columns: Record<string, Cell[]> },
): string {
  const { from, to, order, limit } = request;
  const where = Object.fromEntries(request.filters.map(({ dimension, values }) => [dimension.id, [...values].sort()]));
  const content: Static<typeof Content> = {
    measure: request.measures.map(({ id }) => id),
    ...(request.by.length > 0 ? { by: request.by.map(({ id }) => id) } : {}),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    period: request.period,
    ...(request.filters.length > 0 ? { where } : {}),
    ...(order === null ? {} : { order: `${order.down ? "-" : ""}${order.column}` }),
    ...(limit === MAX_ROWS ? {} : { limit }),
    batch: made.batch,
    rules: made.rules,
    scope: scopeHash(made.principal),
    answer: answerHash(made.columns),
  };
  const packed = deflateRawSync(JSON.stringify(content)).toString("base64url");
  return `${packed}.${digest(packed, 8)}`;
}

/** Reads an id back. @throws figure.bad_id where it was not given by an answer, or was changed or cut on the way */
export function readFigureId(id: string): FigureId {
  const bad = (reason: string) => fail("figure.bad_id", { got: id.slice(0, 60), reason });
  const [packed = "", checksum, ...more] = id.split(".");
  if (more.length > 0 || checksum !== digest(packed, 8)) throw bad("its checksum does not fit");
  let content: unknown;
  try {
    content = JSON.parse(inflateRawSync(Buffer.from(packed, "base64url"), { maxOutputLength: 100_000 }).toString());
  } catch {
    throw bad("it cannot be unpacked");
  }
  if (!Check(Content, content)) throw bad("it lacks a part");
  const { batch, rules, scope, answer, ...query } = content;
  return { query, batch, rules, scope, answer };
}

/** A hash of exact values: the same for the same rows in the same order. */
export function answerHash(columns: Record<string, Cell[]>): string {
  return digest(JSON.stringify(columns), 16);
}

export function scopeHash({ scope }: Principal): string {
  if (scope.all) return "all";
  const { side, provinces, cities = [] } = scope;
  return digest(JSON.stringify([side, [...provinces].sort(), ...(cities.length > 0 ? [[...cities].sort()] : [])]), 8);
}

function digest(text: string, digits: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, digits);
}
