import type { Named, Names, QuestionFile } from "../question.ts";
import { lines } from "../rows.ts";

const filters: readonly [Named, (names: Names) => Record<string, string>][] = [
  ["province", ({ province }) => ({ insured: province })],
  ["area", ({ area }) => ({ care: area })],
  ["institution", ({ institution }) => ({ institution })],
];
const counted = ({ total }: { total: number }) => total;

export default {
  questions: [
    {
      route: "GET /api/resettlement/differences",
      ask: () => ({ query: { by: "total" } }),
      rows: ({ rows }: { rows: object[] }) => rows.length,
    },
    ...["insured", "care", "institution", "month"].map((by) => ({
      route: "GET /api/resettlement/differences",
      ask: () => ({ query: { by } }),
    })),
    { route: "GET /api/resettlement/systemic" },
    { route: "GET /api/resettlement/claims", ask: () => ({ query: { kind: "all" } }), rows: counted },
    ...["size", "settled", "total", "care", "finding"].map((order) => ({
      route: "GET /api/resettlement/claims",
      ask: () => ({ query: { kind: "all", order } }),
    })),
    ...filters.map(([name, query]) => ({
      route: "GET /api/resettlement/claims",
      uses: [name],
      ask: (names: Names) => ({ query: { kind: "all", ...query(names) } }),
    })),
    {
      route: "GET /api/resettlement/claims.csv",
      ask: () => ({ query: { kind: "all" } }),
      rows: (_: unknown, text: string) => lines(text) - 1,
    },
    ...["xlsx", "parquet", "arrow"].map((format) => ({
      route: `GET /api/resettlement/claims.${format}`,
      ask: () => ({ query: { kind: "all" } }),
      rows: (_: unknown, text: string) => text.length,
    })),
    { route: "GET /api/resettlement/consistency" },
    ...["csv", "xlsx", "parquet", "arrow"].map((format) => ({ route: `GET /api/resettlement/consistency.${format}` })),
    { route: "GET /api/policies", rows: ({ policies }: { policies: object[] }) => policies.length },
    { route: "GET /api/policies/{file}", path: () => ({ file: "provinces/410000-310.yaml" }) },
    { route: "GET /api/policies/proposals" },
    {
      route: "GET /api/policies/proposals/{area}/{scheme}",
      path: ({ claim }: Names) => ({ area: claim.split("|")[0]!, scheme: "310" }),
      also: [400, 404, 409, 422],
    },
  ],
  without: {
    "POST /api/policies/proposals/{area}/{scheme}": "needs data.load, which accounts of the nation alone have",
  },
} satisfies QuestionFile;
