import type { Named, Names, QuestionFile } from "../question.ts";

const uses: readonly Named[] = ["institution"];
const path = ({ institution }: Names) => ({ code: institution });

export default {
  questions: [
    { route: "GET /api/institutions" },
    ...["loss", "findings", "waiting", "name"].map((order) => ({
      route: "GET /api/institutions",
      ask: () => ({ query: { order } }),
    })),
    { route: "GET /api/institutions", uses, ask: ({ institution }: Names) => ({ query: { text: institution } }) },
    { route: "GET /api/institutions/{code}", path, uses, also: [404] },
    { route: "GET /api/institutions/{code}/findings.xlsx", path, uses, also: [404] },
    {
      route: "POST /api/institutions/{code}/answers",
      path,
      uses,
      also: [400, 404, 422],
      ask: () => ({
        query: { name: "a.xlsx" },
        body: "no workbook",
        headers: { "content-type": "application/octet-stream" },
      }),
    },
  ],
} satisfies QuestionFile;
