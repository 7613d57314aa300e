import { existsSync } from "node:fs";
import path from "node:path";

import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import files from "@fastify/static";
import fastify, { type FastifyInstance } from "fastify";

import { AppError } from "../../models/app-error";
import type { NameBook } from "../../models/board";
import { TICK_MS, type Board } from "../board";
import { guard, type AccessRules } from "./access";
import { speakZod } from "./openapi";
import { answerErrorsAsProblems, sendProblem } from "./problems";
import { addRoutes } from "./routes";

/** Where and to whom a board is served. */
export interface BoardServerOrder {
  readonly host: string;
  readonly port: number;
  readonly access: AccessRules;
  readonly names: NameBook;
  readonly onBug: (error: unknown) => void;
}

/** A board that is being served. */
export interface BoardServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

const REQUESTS_PER_MINUTE = 6000;
const NOTHING = ["'none'"];
const OWN = ["'self'"];

/** What a page of this server may do: nothing but with what comes from here. No script or style within the page. */
const CONTENT_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: NOTHING,
    scriptSrc: OWN,
    styleSrc: OWN,
    imgSrc: OWN,
    connectSrc: OWN,
    manifestSrc: OWN,
    baseUri: NOTHING,
    formAction: NOTHING,
    frameAncestors: NOTHING,
  },
};

/** Serves a board. Throws `AppError` where the address cannot be listened on. */
export async function serveBoard(board: Board, order: BoardServerOrder): Promise<BoardServer> {
  const server = fastify({
    bodyLimit: 16_384,
    routerOptions: { maxParamLength: 256 },
    frameworkErrors: (_error, _request, reply) => void sendProblem(reply, 404, "noSuchPath", "See /api/openapi.json."),
  });
  answerErrorsAsProblems(server, order.onBug);
  await server.register(helmet, { contentSecurityPolicy: CONTENT_POLICY, strictTransportSecurity: false });
  await server.register(rateLimit, { max: REQUESTS_PER_MINUTE, timeWindow: "1 minute" });
  await speakZod(server);
  await guard(server, order.access);
  const closeStreams = addRoutes(server, board, order.names);
  addHealth(server, board);
  await addPages(server);
  const timer = setInterval(board.tick, TICK_MS);
  board.tick();
  try {
    await server.listen({ host: order.host, port: order.port });
  } catch (error) {
    clearInterval(timer);
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    throw new AppError(
      "wrongUse",
      `${order.host}:${order.port} cannot be listened on (${code}).`,
      "Choose another with --http HOST:PORT.",
    );
  }
  const [{ port } = order] = server.addresses() as { readonly port: number }[];
  return {
    url: `http://${order.host.includes(":") ? `[${order.host}]` : order.host}:${port}/`,
    async close() {
      clearInterval(timer);
      closeStreams();
      await server.close();
    },
  };
}

function addHealth(server: FastifyInstance, board: Board): void {
  const hidden = { schema: { hide: true } as Record<string, unknown> };
  server.get("/livez", hidden, () => "alive\n");
  server.get("/readyz", hidden, (_, reply) => {
    const isReady = board.source.isReady();
    return reply.code(isReady ? 200 : 503).send(isReady ? "ready\n" : "not ready\n");
  });
}

/** The page is one: what comes behind its address is the page's own to read. */
async function addPages(server: FastifyInstance): Promise<void> {
  const root = [path.join(__dirname, "../page"), path.join(__dirname, "../../../dist/board/page")].find((one) =>
    existsSync(one),
  );
  if (root === undefined) throw new AppError("wrongUse", "The pages of the board are not built.", "Run npm run build.");
  await server.register(files, { root, wildcard: false, maxAge: "1h", immutable: false });
  server.setNotFoundHandler((request, reply) => {
    const [name = ""] = request.url.split("?");
    const isPage = request.method === "GET" && !name.startsWith("/api/") && !/\.\w+$/.test(name);
    if (isPage) return reply.sendFile("index.html", { maxAge: 0 });
    return sendProblem(reply, 404, "noSuchPath", "See /api/openapi.json.");
  });
}
