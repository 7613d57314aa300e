import cookie from "@fastify/cookie";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";

import type { AccessEvent } from "./access-log";
import { Guesses } from "./guesses";
import { isSame, PASS_MS, Passes } from "./passes";
import { ProblemError, problems } from "./problems";

/** Who may look. Without a token everybody may who can reach it: for this machine alone, or where that was asked for. */
export interface AccessRules {
  readonly token: string | undefined;
  /** Whether it answers only to names of this machine, so that no page from elsewhere can reach it by another name. */
  readonly localOnly: boolean;
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** Whether a route is for everybody. Every other one is for those who showed the token. */
    isOpen?: true;
  }
}

/** Notes that somebody was let in, or signed out. */
export type NoteAccess = (what: AccessEvent["what"], request: FastifyRequest) => void;

/** The prefix has browsers take the cookie by TLS only, from this very host; without TLS they refuse it. */
const cookieName = ({ protocol }: FastifyRequest) => (protocol === "https" ? "__Host-convofold" : "convofold");
const passIn = (request: FastifyRequest) => request.cookies[cookieName(request)];
const LOCAL_NAMES = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

/**
 * Lets in whoever shows the token. Which request is let in is decided by the route that will answer it, whatever the text
 * of its address: a route that does not say that it is open is closed, and so is what no route answers.
 */
export async function guard(
  server: FastifyInstance,
  { token, localOnly }: AccessRules,
  note: NoteAccess,
): Promise<void> {
  await server.register(cookie);
  const passes = token === undefined ? undefined : new Passes(token);
  const guesses = new Guesses();

  /** Judges a token that somebody shows. */
  function isToken(given: string, { ip }: FastifyRequest): boolean {
    const now = Date.now();
    if (guesses.isExceeded(ip, now)) throw new ProblemError(429, "tooManyGuesses", "Wait a minute, then try again.");
    const isRight = token !== undefined && isSame(given, token);
    if (!isRight) guesses.note(ip, now);
    return isRight;
  }

  function isIn(request: FastifyRequest): boolean {
    if (passes === undefined || passes.isGood(passIn(request), Date.now())) return true;
    const bearer = bearerOf(request);
    if (bearer === undefined || !isToken(bearer, request)) return false;
    note("tokenAccepted", request);
    return true;
  }

  server.addHook("onRequest", async (request) => {
    if (localOnly && !LOCAL_NAMES.test(request.headers.host ?? ""))
      throw new ProblemError(421, "wrongHost", "Ask for localhost, or serve with a token on another address.");
    const isOpen = !request.is404 && request.routeOptions.config.isOpen === true;
    if (isOpen || isIn(request)) return Promise.resolve();
    throw new ProblemError(401, "tokenNeeded", "Open the page with #token=…, or send Authorization: Bearer ….");
  });
  addSession(server, passes, isToken, note);
}

function addSession(
  server: FastifyInstance,
  passes: Passes | undefined,
  isToken: (given: string, request: FastifyRequest) => boolean,
  note: NoteAccess,
): void {
  const attributes = { path: "/", httpOnly: true, sameSite: "strict" } as const;
  server.post(
    "/api/v1/session",
    {
      config: { isOpen: true },
      schema: {
        summary: "Shows the token; the cookie of the answer is enough from then on",
        security: [],
        body: z.object({ token: z.string().max(1024) }),
        response: { 204: z.null(), ...problems(400, 401, 413, 415, 429) },
      },
    },
    async (request, reply) => {
      const { token } = request.body as { readonly token: string };
      if (passes === undefined) return reply.code(204).send();
      if (!isToken(token, request))
        throw new ProblemError(401, "tokenWrong", "Ask whoever runs this server for the token.");
      const secure = request.protocol === "https";
      // A screen has one pass: whoever signs in again ends the one before.
      passes.revoke(passIn(request), Date.now());
      reply.setCookie(cookieName(request), passes.issue(Date.now()), { ...attributes, secure, maxAge: PASS_MS / 1000 });
      note("signedIn", request);
      return reply.code(204).send();
    },
  );
  server.delete(
    "/api/v1/session",
    {
      schema: {
        summary: "Signs this screen out: its cookie is good for nothing from then on",
        response: { 204: z.null(), ...problems(401, 429) },
      },
    },
    async (request, reply) => {
      passes?.revoke(passIn(request), Date.now());
      if (passes !== undefined) note("signedOut", request);
      reply.clearCookie(cookieName(request), { ...attributes, secure: request.protocol === "https" });
      return reply.code(204).send();
    },
  );
}

function bearerOf({ headers }: FastifyRequest): string | undefined {
  return /^Bearer (.+)$/i.exec(headers.authorization ?? "")?.[1];
}
