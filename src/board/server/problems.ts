import type { FastifyInstance, FastifyReply } from "fastify";

import type { Problem } from "../../models/board";

const TITLES: Readonly<Record<number, string>> = {
  400: "The request is wrong",
  401: "A token is needed",
  404: "There is no such thing",
  413: "The request is too large",
  421: "This server does not answer to that name",
  429: "Too many requests",
  500: "Something broke here",
};

/** An error that is to be answered as it says. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
  ) {
    super(detail);
  }
}

/** Answers with a problem, as RFC 9457 writes it. */
export function sendProblem(reply: FastifyReply, status: number, code: string, detail: string): FastifyReply {
  const problem: Problem = { type: "about:blank", title: TITLES[status] ?? "Error", status, code, detail };
  return reply.code(status).type("application/problem+json").send(JSON.stringify(problem));
}

/** Answers every error as a problem, and says nothing of the inside of one that is nobody's fault. */
export function answerErrorsAsProblems(server: FastifyInstance, onBug: (error: unknown) => void): void {
  server.setErrorHandler((error: Error & { statusCode?: number; code?: string }, _request, reply) => {
    if (error instanceof ProblemError) return sendProblem(reply, error.status, error.code, error.detail);
    const status = error.statusCode ?? 500;
    if (status === 429) return sendProblem(reply, 429, "tooManyRequests", "Wait a little, then ask less often.");
    if (status < 500) return sendProblem(reply, status, error.code ?? "badRequest", error.message);
    onBug(error);
    return sendProblem(reply, 500, "internal", "The log of the server says more.");
  });
}
