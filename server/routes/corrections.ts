import { Readable } from "node:stream";
import Type from "typebox";
import type { App } from "../app.ts";
import { moveCorrection } from "../cases/corrections/move-correction.ts";
import { noticeList, noticePage, stageLabels } from "../cases/corrections/notice-list.ts";
import { Notice, NoticePage, NoticeSums, noticeFilter, OrderName } from "../cases/corrections/notice-schema.ts";
import { StageName } from "../cases/corrections/path.ts";
import {
  exportUnderpaid,
  Underpaid,
  underpaidFilter,
  underpaidFormats,
  underpaidList,
} from "../cases/corrections/underpaid.ts";
import { watermark } from "../indicators/watermark.ts";

const config = { permission: "data.read" } as const;
const params = Type.Object({ finding: Type.String({ pattern: "^[0-9a-f]{32}$" }) });
const paging = {
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
  offset: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 }),
};
const Label = Type.Object({ zh: Type.String(), en: Type.String() });

/** Correction notices to the insured place: findings that accuse nobody. The insured side handles them, the care side sees them. */
export default function corrections(app: App): void {
  const { house } = app.services;

  app.get(
    "/api/corrections",
    {
      config,
      schema: {
        summary: "Correction notices of a list, and what all of them come to",
        querystring: Type.Object({ ...noticeFilter.properties, order: OrderName, ...paging }),
        response: {
          200: Type.Object({
            corrections: Type.Array(Notice),
            total: Type.Integer(),
            sums: NoticeSums,
            stages: Type.Array(Type.Object({ stage: StageName, label: Label })),
          }),
        },
      },
    },
    ({ principal, query: { order, limit, offset, ...filter } }) =>
      house.database.read(principal, async (reader) => ({
        ...(await noticeList(reader, principal, filter, { order, limit, offset })),
        stages: stageLabels,
      })),
  );

  app.get(
    "/api/corrections/underpaid",
    {
      config,
      schema: {
        summary: "Amounts paid too little that wait for their persons, of the notices that one handles",
        querystring: Type.Object({ ...underpaidFilter.properties, ...paging }),
        response: {
          200: Type.Object({ underpaid: Type.Array(Underpaid), total: Type.Integer(), sum: Type.String() }),
        },
      },
    },
    ({ principal, query }) => house.database.read(principal, (reader) => underpaidList(reader, principal, query)),
  );

  for (const format of Object.keys(underpaidFormats) as (keyof typeof underpaidFormats)[]) {
    app.get(
      `/api/corrections/underpaid.${format}`,
      {
        config: { permission: "data.export" },
        schema: { summary: "The same list as a file", querystring: underpaidFilter },
      },
      async ({ principal, query }, reply) => {
        const { rows, content } = await house.database.read(principal, async (reader) =>
          exportUnderpaid(format, reader, principal, query, await watermark(reader, principal)),
        );
        await house.journal.append(principal.id, "corrections.exported", { ...query, format, rows });
        return reply
          .type(underpaidFormats[format])
          .header("content-disposition", `attachment; filename="underpaid.${format}"`)
          .send(Readable.from(content));
      },
    );
  }

  app.get(
    "/api/corrections/:finding",
    { config, schema: { summary: "A correction notice with its steps", params, response: { 200: NoticePage } } },
    ({ principal, params: { finding } }) =>
      house.database.read(principal, (reader) => noticePage(reader, principal, finding)),
  );

  app.post(
    "/api/corrections/:finding/steps",
    {
      config: { permission: "corrections.handle" },
      schema: {
        summary: "Moves a correction notice along its path; by the insured side only",
        params,
        body: Type.Object({
          to: StageName,
          evidenceHash: Type.String({ pattern: "^[0-9a-f]{64}$", description: "of the evidence that was read" }),
          reason: Type.String({ minLength: 1, maxLength: 2000 }),
          amount: Type.Optional(Type.String({ pattern: String.raw`^\d{1,12}(\.\d{1,2})?$`, description: "yuan" })),
        }),
        response: { 201: Type.Object({ step: Type.Integer(), at: Type.String(), stage: StageName }) },
      },
    },
    async ({ principal, params: { finding }, body }, reply) =>
      reply.code(201).send(await moveCorrection(house, principal, finding, body)),
  );
}
