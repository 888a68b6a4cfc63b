import type { QuestionFile } from "../question.ts";

const batch = () => ({ id: "3" });
const nation = true;

export default {
  questions: [
    { route: "GET /api/batches", nation, rows: ({ total }: { total: number }) => total },
    { route: "GET /api/batches/{id}", nation, path: batch },
    { route: "GET /api/batches/{id}/rejects", nation, path: batch, rows: ({ total }: { total: number }) => total },
    {
      route: "GET /api/batches/{id}/rejects.csv",
      nation,
      path: batch,
      rows: (_: unknown, text: string) => text.length,
    },
    {
      route: "GET /api/batches/{id}/quality",
      nation,
      path: batch,
      rows: ({ identities }: { identities: object[] }) => identities.length,
    },
    { route: "GET /api/quality", rows: ({ notes }: { notes: object[] }) => notes.length },
    { route: "GET /api/jobs", rows: ({ jobs }: { jobs: object[] }) => jobs.length },
    { route: "GET /api/jobs/{id}", path: () => ({ id: "1" }), rows: (job: object) => Object.keys(job).length },
    { route: "GET /api/knowledge" },
    { route: "GET /api/knowledge/batches" },
    { route: "GET /api/layouts" },
  ],
  without: {
    "POST /api/batches/{table}": "takes records in; needs data.load, which accounts of the nation alone have",
    "POST /api/knowledge/batches": "takes published knowledge in",
    "GET /api/knowledge/batches/{load}/rejects": "rows of published tables",
    "GET /api/knowledge/{class}": "published points",
    "POST /api/jobs": "starts a job; what came of jobs is asked by their reading routes",
    "DELETE /api/jobs/{id}": "stops a job",
    "GET /api/jobs/{id}/events": "asked as a stream: streams.ts",
    "GET /api/events": "asked as a stream: streams.ts",
    "GET /api/openapi.json": "the description of the API",
    "GET /{*}": "the built pages",
  },
} satisfies QuestionFile;
