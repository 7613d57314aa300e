import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import files from "@fastify/static";
import fastify, { type FastifyInstance, type FastifyRequest } from "fastify";

import { AppError } from "../../models/app-error";
import { notListening } from "../../models/not-listening";
import type { NameBook } from "../../models/name-book";
import type { MetricsText } from "../../models/metrics-text";
import { TICK_MS, type Board } from "../board";
import { guard, type AccessRules } from "./access";
import { AccessLog, type AccessEntry, type AccessEvent } from "./access-log";
import { refuseOtherMethods } from "./methods";
import { speakZod } from "./openapi";
import { answerErrorsAsProblems, sendProblem } from "./problems";
import { addRoutes } from "./routes";

/** Where and to whom a board is served. */
export interface BoardServerOptions {
  readonly host: string;
  readonly port: number;
  readonly access: AccessRules;
  /** A certificate and its key, PEM, where it is to speak TLS itself. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** Addresses of proxies whose word for the client's address and protocol is taken. */
  readonly trustedProxies: readonly string[];
  readonly names: NameBook;
  /** What the board says of itself for Prometheus. */
  readonly metrics: () => Promise<MetricsText>;
  readonly onBug: (error: unknown) => void;
  /** Called when somebody is let in, signs out or is refused; limited so that each call can be logged. */
  readonly onAccess: (entry: AccessEntry) => void;
}

/** A board that is being served. */
export interface BoardServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

const REQUESTS_PER_MINUTE = 6000;
/** How long a client may take to send its headers, and the whole of a request; how long it may be idle in between. */
const TIMES = { headersTimeout: 10_000, connectionsCheckingInterval: 2000 } as const;
const REQUEST_MS = 15_000;
const IDLE_MS = 10_000;
/** Where the page lives: what comes behind its address is its own to read. */
const PAGES = ["/", "/breaches", "/callbacks", "/conversations", "/conversations/:id", "/health", "/wall"];
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

/** How npm takes it. */
const UNDER_NPM = ", such as --http 127.0.0.1:8081 (`npm start -- --http 127.0.0.1:8081`)";

/** Serves a board. Throws `AppError` where the address cannot be listened on. */
export async function serveBoard(board: Board, options: BoardServerOptions): Promise<BoardServer> {
  const server = fastify({
    ...(options.tls === undefined ? { http: TIMES } : { https: { ...options.tls, ...TIMES } }),
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    bodyLimit: 16_384,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: IDLE_MS,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 256 },
    frameworkErrors: (_error, _request, reply) => void sendProblem(reply, 404, "noSuchPath", "See /api/openapi.json."),
  });
  const note = notingAccess(options.onAccess);
  answerErrorsAsProblems(server, options.onBug, (request, code) => note("refused", request, code));
  await server.register(helmet, {
    contentSecurityPolicy: CONTENT_POLICY,
    strictTransportSecurity: options.tls !== undefined,
  });
  forbidStoring(server);
  await server.register(rateLimit, { max: REQUESTS_PER_MINUTE, timeWindow: "1 minute" });
  await speakZod(server, options.access.token !== undefined);
  const refuseOthers = refuseOtherMethods(server);
  await guard(server, options.access, note);
  const closeStreams = addRoutes(server, board, options.names);
  addHealth(server, board);
  addMetrics(server, options.metrics);
  await addPages(server);
  refuseOthers();
  const timer = setInterval(board.tick, TICK_MS);
  board.tick();
  try {
    await server.listen({ host: options.host, port: options.port });
  } catch (error) {
    clearInterval(timer);
    throw notListening(options.host, options.port, (error as NodeJS.ErrnoException).code, UNDER_NPM);
  }
  const [{ port } = options] = server.addresses() as { readonly port: number }[];
  return {
    url: `${options.tls === undefined ? "http" : "https"}://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}/`,
    async close() {
      clearInterval(timer);
      closeStreams();
      await server.close();
    },
  };
}

/** Notes what somebody did about being let in, by the address, and the pattern of the path. */
function notingAccess(onAccess: BoardServerOptions["onAccess"]) {
  const accessLog = new AccessLog(onAccess);
  return (what: AccessEvent["what"], request: FastifyRequest, reason?: string) => {
    const { ip: client, is404, routeOptions } = request;
    const route = is404 ? undefined : routeOptions.url;
    accessLog.note({ what, client, route, ...(reason !== undefined && { reason }) }, Date.now());
  };
}

/** What is shown is of the moment, and may be for some eyes only: nobody on the way keeps it, unless a route says so. */
function forbidStoring(server: FastifyInstance): void {
  server.addHook("onSend", (_request, reply, _payload, done) => {
    if (!reply.hasHeader("cache-control")) void reply.header("cache-control", "no-store");
    done();
  });
}

function addHealth(server: FastifyInstance, board: Board): void {
  const hidden = { config: { isOpen: true }, schema: { hide: true } } as const;
  server.get("/livez", hidden, () => "alive\n");
  server.get("/readyz", hidden, (_, reply) => {
    const isReady = board.source.isReady();
    return reply.code(isReady ? 200 : 503).send(isReady ? "ready\n" : "not ready\n");
  });
}

/** Whoever asks for metrics shows the token, as Prometheus can. */
function addMetrics(server: FastifyInstance, metrics: BoardServerOptions["metrics"]): void {
  server.get("/metrics", { schema: { hide: true } }, async (_, reply) => {
    const { type, body } = await metrics();
    return reply.type(type).send(body);
  });
}

/** The pages are open: they hold nothing but the programme that asks for the token, and shows what it is given. */
async function addPages(server: FastifyInstance): Promise<void> {
  const root = [path.join(__dirname, "../page"), path.join(__dirname, "../../../dist/board/page")].find((one) =>
    existsSync(one),
  );
  if (root === undefined) throw new AppError("wrongUse", "The pages of the board are not built.", "Run npm run build.");
  await server.register(async (pages) => {
    pages.addHook("onRoute", (route) => {
      route.config = { ...route.config, isOpen: true };
    });
    await pages.register(files, { root, wildcard: false, index: false, maxAge: "1h", immutable: false });
    for (const url of PAGES)
      pages.get(url, { schema: { hide: true } }, (_, reply) => reply.sendFile("index.html", { maxAge: 0 }));
  });
  const page = readFileSync(path.join(root, "index.html"));
  server.setNotFoundHandler((request, reply) =>
    isLookedAt(request)
      ? reply.code(404).type("text/html; charset=utf-8").send(page)
      : sendProblem(reply, 404, "noSuchPath", "See /api/openapi.json."),
  );
}

/** Whether a person asks, in a browser: the page then says that nothing is there, and where to go. */
function isLookedAt({ method, url, headers }: FastifyRequest): boolean {
  return method === "GET" && !url.startsWith("/api/") && headers.accept?.includes("text/html") === true;
}
