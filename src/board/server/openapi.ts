import swagger from "@fastify/swagger";
import type { FastifyInstance, FastifySchema } from "fastify";
import { z } from "zod";

import { ProblemError } from "./problems";

/** Checks requests by zod schemas, and documents the API from them. */
export async function speakZod(server: FastifyInstance): Promise<void> {
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
      info: { title: "convofold", version: "1", description: "Conversations, queues and promises, live. Read only." },
    },
    transform: ({ schema, url }) => ({ schema: toJsonSchemas(schema), url }),
  });
  server.get("/api/openapi.json", { schema: { hide: true } }, () => server.swagger());
}

function toJsonSchemas(schema: FastifySchema | undefined): FastifySchema {
  const { response, ...parts } = (schema ?? {}) as Record<string, unknown>;
  const turned = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, turn(part, "input")]));
  if (response === undefined) return turned;
  const answers = Object.entries(response as Record<string, unknown>);
  return { ...turned, response: Object.fromEntries(answers.map(([status, part]) => [status, turn(part, "output")])) };
}

function turn(part: unknown, io: "input" | "output"): unknown {
  return part instanceof z.ZodType
    ? z.toJSONSchema(part, { io, target: "draft-2020-12", unrepresentable: "any" })
    : part;
}
