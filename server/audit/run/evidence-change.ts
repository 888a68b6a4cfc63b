/** What a finding rests on, as it is kept: `shown` holds a JSON text for each record. */
export interface Evidence {
  claims: readonly string[];
  lines: readonly string[];
  shown: readonly string[];
}

interface Change<T> {
  gone: T[];
  come: T[];
}

export interface EvidenceChange {
  claims: Change<string>;
  lines: Change<string>;
  shown: Change<Record<string, string | null>>;
}

/** What is in one evidence and not in the other. */
export function evidenceChange(before: Evidence, after: Evidence): EvidenceChange {
  const shown = difference(before.shown, after.shown);
  return {
    claims: difference(before.claims, after.claims),
    lines: difference(before.lines, after.lines),
    shown: { gone: shown.gone.map((text) => JSON.parse(text)), come: shown.come.map((text) => JSON.parse(text)) },
  };
}

function difference(before: readonly string[], after: readonly string[]): Change<string> {
  return { gone: before.filter((each) => !after.includes(each)), come: after.filter((each) => !before.includes(each)) };
}
