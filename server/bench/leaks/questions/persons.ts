import type { Named, Names, QuestionFile } from "../question.ts";

const uses: readonly Named[] = ["person"];
const path = ({ person }: Names) => ({ id: person });
const ask = () => ({ body: { reason: "核对就诊真实性" } });

export default {
  questions: [
    { route: "POST /api/persons/{id}/openings", path, uses, ask },
    { route: "POST /api/persons/{id}/unmaskings", path, uses, ask },
    {
      route: "GET /api/persons/{id}",
      path,
      uses,

      rows: ({ claims, names }: { claims: object[]; names: string[] }) => Math.min(claims.length, names.length),
    },
  ],
} satisfies QuestionFile;
