import { Readable } from "node:stream";
import Type from "typebox";
import type { App } from "../app.ts";
import {
  Institution,
  InstitutionPage,
  institutionFilter,
  institutionList,
  institutionPage,
  OrderName,
} from "../cases/institution-list/institutions.ts";
import { takeAnswers } from "../cases/institution-list/take-answers.ts";
import { writeList } from "../cases/institution-list/write-list.ts";
import { watermark } from "../indicators/watermark.ts";
import { WORKBOOK_TYPE } from "../store/workbook/workbook.ts";

const config = { permission: "data.read" } as const;
const params = Type.Object({ code: Type.String({ minLength: 1, maxLength: 60 }) });
/** Of a workbook as it comes back. */
const MOST_BYTES = 16 << 20;

const Refused = Type.Object({
  row: Type.Integer({ description: "line of the sheet, from 1; 0 where there is no sheet" }),
  column: Type.String(),
  code: Type.String(),
  expected: Type.Object({ zh: Type.String(), en: Type.String() }),
  got: Type.String(),
});

/** Institutions with the open findings they answer for: one workbook out, their answers back in. */
export default function institutions(app: App): void {
  const { house } = app.services;

  app.get(
    "/api/institutions",
    {
      config,
      schema: {
        summary: "Institutions with open findings that they answer for",
        querystring: Type.Object({
          ...institutionFilter.properties,
          order: OrderName,
          limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
          offset: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 }),
        }),
        response: { 200: Type.Object({ institutions: Type.Array(Institution), total: Type.Integer() }) },
      },
    },
    ({ principal, query: { order, limit, offset, ...filter } }) =>
      house.database.read(principal, (reader) => institutionList(reader, principal, filter, { order, limit, offset })),
  );

  app.get(
    "/api/institutions/:code",
    {
      config,
      schema: { summary: "One institution with what it answered", params, response: { 200: InstitutionPage } },
    },
    ({ principal, params: { code } }) =>
      house.database.read(principal, (reader) => institutionPage(reader, principal, code)),
  );

  app.get(
    "/api/institutions/:code/findings.xlsx",
    {
      config: { permission: "data.export" },
      schema: { summary: "All its findings as one workbook with columns for its answers", params },
    },
    async ({ principal, params: { code } }, reply) => {
      const { rows, content } = await house.database.read(principal, async (reader) => {
        const { generated } = await watermark(reader, principal);
        return writeList(reader, principal, code, { now: new Date(), generated });
      });
      await house.journal.append(principal.id, "institution.asked", { institution: code, rows });
      return reply
        .type(WORKBOOK_TYPE)
        .header("content-disposition", `attachment; filename="findings-${encodeURIComponent(code)}.xlsx"`)
        .send(Readable.from(content));
    },
  );

  void app.register(async (within) => {
    within.removeAllContentTypeParsers();
    within.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: MOST_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    (within as App).post(
      "/api/institutions/:code/answers",
      {
        config: { permission: "findings.judge" },
        bodyLimit: MOST_BYTES,
        schema: {
          summary: "Takes in the workbook that came back: its bytes are the body",
          params,
          querystring: Type.Object({
            name: Type.String({
              pattern: String.raw`^[^/\\\x00-\x1f]{1,120}\.[xX][lL][sS][xX]$`,
              description: "of the file",
            }),
          }),
          response: {
            200: Type.Object({
              read: Type.Integer(),
              accepted: Type.Integer(),
              contested: Type.Integer(),
              unchanged: Type.Integer(),
              blank: Type.Integer(),
              refused: Type.Array(Refused),
            }),
          },
        },
      },
      ({ principal, params: { code }, query: { name }, body }) =>
        takeAnswers(house, principal, code, { bytes: (body as Buffer | undefined) ?? Buffer.alloc(0), name }),
    );
  });
}
