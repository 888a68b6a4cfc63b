import type { Question, QuestionFile } from "../question.ts";

interface Figures {
  columns: Record<string, unknown[]>;
  rows: number;
}

const whole = (by: string, measure: string): Question => ({
  route: "GET /api/figures",
  ask: () => ({ query: { by, measure } }),
  rows: ({ rows }: Figures) => rows,
});

/** Cubes of every kind, counted measures that come from claims, filters by region, and the same as Arrow. */
export default {
  questions: [
    whole("month", "visits,total_cost"),
    whole("insured", "visits,fund_total"),
    whole("care", "visits,fund_total"),
    whole("pair", "visits,total_cost"),
    whole("insured_city", "visits,total_cost"),
    whole("care_city", "visits,total_cost"),
    whole("city_pair", "visits,total_cost"),
    whole("disease", "visits,total_cost"),
    whole("care_type", "visits,persons"),
    whole("insured", "persons,median_cost_per_stay"),
    {
      route: "GET /api/figures",
      uses: ["province"],
      ask: ({ province }) => ({ query: { by: "care", measure: "visits,total_cost", insured: province } }),
    },
    {
      route: "GET /api/figures",
      uses: ["area"],
      ask: ({ area }) => ({ query: { by: "insured", measure: "visits,total_cost", care: area } }),
    },
    { route: "GET /api/figures", ask: () => ({ query: { by: "month", measure: "visits,total_cost", as_of: "3" } }) },
    { route: "GET /api/figures", ask: () => ({ query: { by: "city_pair", measure: "total_cost", format: "arrow" } }) },
    { route: "GET /api/watermark", rows: ({ scopes }: { scopes: object }) => Object.keys(scopes).length },
  ],
  without: {
    "GET /api/figures/by-id/{id}":
      "an id repeats a question and gives no right: other tests hold it (indicators/figure-id.test.ts)",
    "GET /api/figures/definitions": "what figures mean",
    "GET /api/published": "published figures, files of the program",
    "GET /api/regions": "names of regions",
  },
} satisfies QuestionFile;
