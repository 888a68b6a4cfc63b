/**
 * Innocent twins that a rule of the card cannot tell from the act: nothing in the records says it, or only what another person would have to weigh. By card
 * and twin, what a person must rule out, as the rule's `innocent` names it. Every other twin that is flagged is an error of the rule or of the twin.
 */
export const cannotKnow: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "XR-01": {
    "late discharge registration":
      "the day of the last charge stands in the lines; a reviewer looks whether the first hospital charged on",
  },
  "XR-04": {
    "travelling worker":
      "three filings as posted worker say where the employer sent somebody, not that he was there; asked of the employer",
  },
  "XR-07": {
    "long prescription": "two prescriptions of twelve weeks on end reach into one window; the dates of both are shown",
  },
};

/** Rules that by their nature also speak of generated rows nobody planted: what those rows are. Any other rule that does is wrong, or the rows are. */
export const amongOrdinary: Readonly<Record<string, string>> = {
  "XR-02": "generated visits are drawn without regard to each other: some fall into a stay elsewhere",
  "XR-03": "the same for visits hours apart in far-off places",
  "XR-07": "the same for purchases of one drug",
  "XR-12": "leads only: long-term residents without papers are generated with few visits beside a stay",
  "XR-13-PLANNED": "leads only: who is brought in as an emergency is drawn without regard to the illness",
  "XR-23": "the same for stays in different provinces within days",
};

/** Cards of which the data cannot show what a rule needs: why. */
export const beyondData: Readonly<Record<string, string>> = {};
