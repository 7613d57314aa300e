import fastify from "fastify";

import { speakZod } from "../../src/board/server/openapi";

async function documented(needsToken: boolean): Promise<Record<string, unknown>> {
  const server = fastify();
  await speakZod(server, needsToken);
  await server.ready();
  return server.swagger() as unknown as Record<string, unknown>;
}

describe("the description of the API", () => {
  it("asks for the token, or the cookie that it was exchanged for, where the server has one", async () => {
    expect(await documented(true)).toMatchObject({ security: [{ token: [] }, { cookie: [] }] });
  });

  it("asks for nothing where everybody may look", async () => {
    expect(await documented(false)).toMatchObject({ security: [] });
  });
});
