import swagger from "@fastify/swagger";
import type { FastifyInstance, FastifySchema } from "fastify";
import { z } from "zod";

import { ProblemError } from "./problems";

/** How whoever uses the API shows the token: by itself, or by the cookie that it was exchanged for. */
const TOKEN_SCHEMES = [{ token: [] }, { cookie: [] }];

/** Checks requests by zod schemas, and documents the API from them. `needsToken`: whether whoever asks has to show one. */
export async function speakZod(server: FastifyInstance, needsToken: boolean): Promise<void> {
  server.setValidatorCompiler<z.ZodType>(({ schema, httpPart }) => (value: unknown) => {
    const checked = schema.safeParse(value);
    if (checked.success) return { value: checked.data };
    const [issue] = checked.error.issues;
    const where = [httpPart, ...(issue?.path ?? [])].join(".");
    return { error: new ProblemError(400, "badRequest", `${where}: ${issue?.message ?? "is wrong"}`) };
  });
  // Answers are ours: tests hold them to their schemas, nothing needs to look again at each one.
  server.setSerializerCompiler(() => (value) => JSON.stringify(value));
  await server.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "convofold", version: "1", description: "Conversations, queues and deadlines, live. Read only." },
      security: needsToken ? TOKEN_SCHEMES : [],
      components: {
        securitySchemes: {
          token: { type: "http", scheme: "bearer", description: "The token, where the server has one." },
          cookie: {
            type: "apiKey",
            in: "cookie",
            name: "convofold",
            description: "What POST /api/v1/session gives; by TLS it is called __Host-convofold.",
          },
        },
      },
    },
    transform: ({ schema, url }) => ({ schema: toJsonSchemas(schema), url }),
  });
  server.get("/api/openapi.json", { config: { isOpen: true }, schema: { hide: true } }, () => server.swagger());
}

function toJsonSchemas(schema: FastifySchema | undefined): FastifySchema {
  const { response, ...parts } = (schema ?? {}) as Record<string, unknown>;
  const turned = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, turn(part, "input")]));
  if (response === undefined) return turned;
  const answers = Object.entries(response as Record<string, unknown>);
  return { ...turned, response: Object.fromEntries(answers.map(([status, part]) => [status, turnAnswer(part)])) };
}

/** An answer's schema, or the schemas of an answer by its content types. */
function turnAnswer(answer: unknown): unknown {
  if (answer instanceof z.ZodNull) return { description: "Done", type: "null" };
  if (answer instanceof z.ZodType) return turn(answer, "output");
  const { content, ...rest } = answer as { readonly content: Record<string, { readonly schema: unknown }> };
  const turned = Object.entries(content).map(([type, { schema }]) => [type, { schema: turn(schema, "output") }]);
  return { ...rest, content: Object.fromEntries(turned) as unknown };
}

function turn(part: unknown, io: "input" | "output"): unknown {
  return part instanceof z.ZodType
    ? z.toJSONSchema(part, { io, target: "draft-2020-12", unrepresentable: "any" })
    : part;
}
