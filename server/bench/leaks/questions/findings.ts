import type { Named, Names, Question, QuestionFile } from "../question.ts";
import { lines } from "../rows.ts";

const uses: readonly Named[] = ["finding"];
const path = ({ finding }: Names) => ({ id: finding });
const listed = ({ total }: { total: number }) => total;
const filters: readonly [Named, (names: Names) => Record<string, string>][] = [
  ["province", ({ province }) => ({ insured: province })],
  ["area", ({ area }) => ({ care: area })],
  ["institution", ({ institution }) => ({ institution })],
  ["claim", ({ claim }) => ({ claim })],
  ["settlement", ({ settlement }) => ({ text: settlement })],
  ["institution", ({ institution }) => ({ text: institution })],
  ["finding", ({ finding }) => ({ text: finding })],
];
const filtered = (route: string): Question[] =>
  filters.map(([name, query]) => ({ route, uses: [name], ask: (names) => ({ query: query(names) }) }));

export default {
  questions: [
    { route: "GET /api/findings", rows: listed },
    ...["loss", "day", "oldest", "claims", "newest"].map((order) => ({
      route: "GET /api/findings",
      ask: () => ({ query: { order } }),
    })),
    ...filtered("GET /api/findings"),
    ...filtered("GET /api/findings/counts"),
    ...filtered("GET /api/review/ids"),
    ...["rule", "category", "review", "state", "institution", "month"].map((by) => ({
      route: "GET /api/findings/counts",
      ask: () => ({ query: { by } }),
      rows: ({ counts }: { counts: object[] }) => counts.length,
    })),
    { route: "GET /api/review/ids", rows: listed },
    {
      route: "POST /api/findings/rows",
      uses,
      ask: ({ finding }: Names) => ({ body: { ids: [finding] } }),
      rows: ({ findings }: { findings: object[] }) => findings.length,
    },
    { route: "GET /api/findings.csv", rows: (_: unknown, text: string) => lines(text) - 1 },
    ...["xlsx", "parquet", "arrow"].map((format) => ({
      route: `GET /api/findings.${format}`,
      rows: (_: unknown, text: string) => text.length,
    })),
    { route: "GET /api/findings/{id}", path, uses, rows: ({ claims }: { claims: object[] }) => claims.length },
    {
      route: "GET /api/findings/{id}/neighbours",
      path,
      uses,
      rows: ({ neighbours }: { neighbours: object | null }) => (neighbours ? 1 : 0),
    },
    { route: "GET /api/findings/{id}/claims", path, uses, rows: ({ claims }: { claims: object[] }) => claims.length },
    { route: "GET /api/findings/{id}/track", path, uses, rows: ({ visits }: { visits: object[] }) => visits.length },
    {
      route: "GET /api/findings/{id}/institution",
      path,
      uses,
      rows: ({ institution_code }: { institution_code: string | null }) => (institution_code ? 1 : 0),
    },
  ],
} satisfies QuestionFile;
