import { createHash, createHmac, timingSafeEqual } from "node:crypto";

import cookie from "@fastify/cookie";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";

import { ProblemError } from "./problems";

/** Who may look. Without a token everybody may who can reach it: for this machine alone, or where that was asked for. */
export interface AccessRules {
  readonly token: string | undefined;
  /** Whether it answers only to names of this machine, so that no page from elsewhere can reach it by another name. */
  readonly localOnly: boolean;
}

const COOKIE = "convofold";
const LOCAL_NAMES = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/;
const OPEN_PATHS = ["/api/v1/session", "/api/openapi.json"];
const SESSION_TRIES = { max: 10, timeWindow: "1 minute" };

/** Lets in whoever shows the token once; a cookie that says so, and is not the token, is enough from then on. */
export async function guard(server: FastifyInstance, { token, localOnly }: AccessRules): Promise<void> {
  await server.register(cookie);
  // It follows from the token, so that a screen on the wall stays signed in when the server starts again.
  const pass = token === undefined ? "" : createHmac("sha256", token).update("convofold board").digest("hex");

  server.addHook("onRequest", async (request) => {
    if (localOnly && !LOCAL_NAMES.test(request.headers.host ?? ""))
      throw new ProblemError(421, "wrongHost", "Ask for localhost, or serve with a token on another address.");
    const [path = ""] = request.url.split("?");
    if (token === undefined || !path.startsWith("/api/") || OPEN_PATHS.includes(path)) return Promise.resolve();
    if (isSame(request.cookies[COOKIE], pass) || isSame(bearerOf(request), token)) return Promise.resolve();
    throw new ProblemError(401, "tokenNeeded", "Open the page with #token=…, or send Authorization: Bearer ….");
  });

  server.post(
    "/api/v1/session",
    {
      config: { rateLimit: SESSION_TRIES },
      schema: {
        summary: "Shows the token; the cookie of the answer is enough from then on",
        body: z.object({ token: z.string() }),
      },
    },
    async (request, reply) => {
      const { token: given } = request.body as { readonly token: string };
      if (token !== undefined && !isSame(given, token))
        throw new ProblemError(401, "tokenWrong", "Ask whoever runs this server for the token.");
      reply.setCookie(COOKIE, pass, { path: "/", httpOnly: true, sameSite: "strict", maxAge: 365 * 86_400 });
      return reply.code(204).send();
    },
  );
}

function bearerOf({ headers }: FastifyRequest): string | undefined {
  return /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1];
}

/** Takes the same time wherever they differ. */
function isSame(given: string | undefined, wanted: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return given !== undefined && timingSafeEqual(digest(given), digest(wanted));
}
