import { createHash } from "node:crypto";
import { type Document, isMap, isScalar, isSeq, type YAMLMap } from "yaml";
import { Refusal } from "../refusal.ts";
import { parseYamlText } from "../rule/yaml-text.ts";
import { type Overlay, samePlace } from "./life.ts";
import type { Place } from "./rule-acts.ts";
import type { RuleState } from "./rule-states.ts";

/** What a house put over a rule's text. */
export interface Amended {
  state: RuleState;
  overlays: readonly Overlay[];
}

const made = new Map<string, string>();
const KEPT = 200;

/**
 * The text that runs: that of a revision with the house's state and values. One that is as the text says stays to the letter. A text that cannot be
 * read stays as it is: whoever reads it next refuses it.
 */
export function textInForce(text: string, amended: Amended): string {
  const key = createHash("sha256")
    .update(JSON.stringify([text, amended.state, amended.overlays]))
    .digest("hex");
  const found = made.get(key) ?? amend(text, amended);
  made.delete(key);
  made.set(key, found);
  for (const oldest of made.keys()) if (made.size > KEPT) made.delete(oldest);
  return found;
}

function amend(text: string, { state, overlays }: Amended): string {
  try {
    const stated = withState(text, state);
    return overlays.length === 0 ? stated : withOverlays(stated, overlays);
  } catch (cause) {
    if (cause instanceof Refusal) return text;
    throw cause;
  }
}

function withState(text: string, state: RuleState): string {
  const { document } = parseYamlText(text);
  const status = isMap(document.contents) ? (document.contents as YAMLMap).get("status", true) : undefined;
  if (!isScalar(status) || !status.range || String(status.value) === state) return text;
  return `${text.slice(0, status.range[0])}${state}${text.slice(status.range[1])}`;
}

function withOverlays(text: string, overlays: readonly Overlay[]): string {
  const { document } = parseYamlText(text);
  for (const overlay of overlays) setOverlay(document, overlay);
  return document.toString({ lineWidth: 150, flowCollectionPadding: true });
}

/** A value at the same place from the same day stands in the place of the file's own. */
function setOverlay(document: Document, { parameter, place, value, reason, from }: Overlay): void {
  const path = ["parameters", parameter, "where"];
  const where = document.getIn(path, true);
  const written = document.createNode({ ...place, value, reason, from });
  if (!isSeq(where)) {
    document.setIn(path, document.createNode([written]));
    return;
  }
  const same = where.items.findIndex((item) => {
    const {
      from: day,
      insured_area,
      care_area,
      tier,
      scheme,
    } = (isMap(item) ? item.toJSON() : {}) as Place & {
      from?: string;
    };
    return day === from && samePlace({ insured_area, care_area, tier, scheme } as Place, place);
  });
  if (same >= 0) where.items[same] = written;
  else where.items.push(written);
}
