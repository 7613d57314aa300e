import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import { problem as problemSchema, type Problem } from "../../models/problem";

const TITLES: ReadonlyMap<number, string> = new Map([
  [400, "The request is wrong"],
  [401, "A token is needed"],
  [404, "There is no such thing"],
  [405, "That cannot be done with it"],
  [408, "The request took too long"],
  [413, "The request is too large"],
  [415, "The request is of no kind that is taken here"],
  [421, "This server does not answer to that name"],
  [429, "Too many requests"],
  [500, "Something broke here"],
  [503, "Not now"],
]);

const PROBLEM_TYPE = "application/problem+json";

/** The answers of a route that are problems, for its schema. */
export function problems(...statuses: readonly number[]): Record<number, unknown> {
  const answer = (status: number) => ({
    description: TITLES.get(status) ?? "Error",
    content: { [PROBLEM_TYPE]: { schema: problemSchema } },
  });
  return Object.fromEntries(statuses.map((status) => [status, answer(status)]));
}

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
  const problem: Problem = { type: "about:blank", title: TITLES.get(status) ?? "Error", status, code, detail };
  return reply.code(status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
}

/** Answers that refuse whoever asks, and not only what is asked. */
const REFUSALS: ReadonlySet<number> = new Set([401, 421, 429]);

/**
 * Answers every error as a problem, and says nothing of the inside of one that is nobody's fault. `onRefused` is called for each
 * answer that refuses whoever asks, with its code.
 */
export function answerErrorsAsProblems(
  server: FastifyInstance,
  onBug: (error: unknown) => void,
  onRefused: (request: FastifyRequest, code: string) => void,
): void {
  server.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    if (error instanceof ProblemError) {
      if (REFUSALS.has(error.status)) onRefused(request, error.code);
      return sendProblem(reply, error.status, error.code, error.detail);
    }
    const status = error.statusCode ?? 500;
    if (status === 429) {
      onRefused(request, "tooManyRequests");
      return sendProblem(reply, 429, "tooManyRequests", "Wait a little, then ask less often.");
    }
    if (status < 500) return sendProblem(reply, status, error.code ?? "badRequest", error.message);
    onBug(error);
    return sendProblem(reply, 500, "internal", "The log of the server says more.");
  });
}
