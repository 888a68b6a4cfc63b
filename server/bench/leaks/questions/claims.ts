import type { Named, QuestionFile } from "../question.ts";

const uses: readonly Named[] = ["claim"];
const path = ({ claim }: { claim: string }) => ({ id: claim });

export default {
  questions: [
    { route: "GET /api/claims/{id}", path, uses, rows: ({ claim }: { claim?: object }) => (claim ? 1 : 0) },
    { route: "GET /api/claims/{id}/lines", path, uses },
    { route: "GET /api/claims/{id}/year", path, uses, rows: ({ claims }: { claims: object[] }) => claims.length },
    {
      route: "GET /api/claims/{id}/neighbours",
      path,
      uses,
      ask: () => ({ query: { kind: "all" } }),
      rows: ({ neighbours }: { neighbours: object | null }) => (neighbours ? 1 : 0),
    },
  ],
} satisfies QuestionFile;
