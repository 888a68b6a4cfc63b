import type { FindingClaim } from "../../lib/findings.ts";

/** A person or an institution's day, with how often it occurs. */
export interface Node {
  id: string;
  count: number;
  /** From 0, top down. */
  at: number;
}

export interface Meeting extends Node {
  institution: string;
  day: string;
}

export interface Edge {
  person: Node;
  meeting: Meeting;
  claims: FindingClaim[];
}

/** Who was where on which day, laid out the same each time: nothing about it is random. */
export interface Network {
  persons: Node[];
  /** Institutions on a day, by day. */
  meetings: Meeting[];
  edges: Edge[];
  /** Institutions, the most frequent first. */
  institutions: { code: string; name: string; count: number }[];
  days: string[];
}

const dayOf = ({ begin, settled_at }: FindingClaim) => (begin ?? settled_at).slice(0, 10);
const meetingOf = (claim: FindingClaim) => `${dayOf(claim)} ${claim.institution_code}`;
const personOf = ({ person }: FindingClaim) => person ?? "?";

/**
 * Persons on one side, institutions on their days on the other. Days go down in time; persons stand by the mean place of what they are joined to, so that
 * few lines cross; ties go by name.
 */
export function networkOf(claims: readonly FindingClaim[]): Network {
  const meetings = [...Map.groupBy(claims, meetingOf)]
    .sort(([a], [b]) => compare(a, b))
    .map(
      ([id, own], at): Meeting => ({
        id,
        at,
        count: own.length,
        institution: own[0]!.institution_code,
        day: dayOf(own[0]!),
      }),
    );
  const placeOf = new Map(meetings.map((meeting) => [meeting.id, meeting]));
  const persons = [...Map.groupBy(claims, personOf)]
    .map(([id, own]) => ({ id, count: own.length, mean: mean(own.map((claim) => placeOf.get(meetingOf(claim))!.at)) }))
    .sort((a, b) => a.mean - b.mean || compare(a.id, b.id))
    .map(({ id, count }, at): Node => ({ id, count, at }));
  const person = new Map(persons.map((node) => [node.id, node]));
  const edges = [...Map.groupBy(claims, (claim) => `${personOf(claim)} ${meetingOf(claim)}`).values()].map(
    (own): Edge => ({ person: person.get(personOf(own[0]!))!, meeting: placeOf.get(meetingOf(own[0]!))!, claims: own }),
  );
  const institutions = [...Map.groupBy(claims, ({ institution_code }) => institution_code)]
    .map(([code, own]) => ({ code, name: own[0]!.institution ?? code, count: own.length }))
    .sort((a, b) => b.count - a.count || compare(a.code, b.code));
  return { persons, meetings, edges, institutions, days: [...new Set(meetings.map(({ day }) => day))] };
}

/** Beyond so many persons or days at an institution lines are a thicket, and a matrix reads better. */
export const reads = ({ persons, meetings }: Network): "graph" | "matrix" =>
  persons.length <= 12 && meetings.length <= 24 ? "graph" : "matrix";

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
