import { createServer, type Server, type ServerResponse } from "node:http";

import { AppError } from "../../models/app-error";

/** What whoever watches a service may ask. */
export interface Health {
  readonly isReady: () => boolean;
  readonly metrics: () => Promise<{ readonly type: string; readonly body: string }>;
}

/** Answers `/livez`, `/readyz` and `/metrics`. Throws `AppError` where the port is taken. */
export async function listenForHealth(host: string, port: number, health: Health): Promise<Server> {
  const server = createServer((request, response) => {
    void answer(request.url ?? "/", health, response).catch(() => send(response, 500, "text/plain", "failed\n"));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        new AppError(
          "wrongUse",
          `${host}:${port} cannot be listened on (${error.code ?? "unknown"}).`,
          "Choose another with --http HOST:PORT, or --no-http.",
        ),
      ),
    );
    server.listen(port, host, resolve);
  });
  return server;
}

async function answer(url: string, health: Health, response: ServerResponse): Promise<void> {
  if (url === "/livez") return send(response, 200, "text/plain", "alive\n");
  if (url === "/readyz") {
    const isReady = health.isReady();
    return send(response, isReady ? 200 : 503, "text/plain", isReady ? "ready\n" : "not ready\n");
  }
  if (url !== "/metrics") return send(response, 404, "text/plain", "Ask /livez, /readyz or /metrics.\n");
  const { type, body } = await health.metrics();
  send(response, 200, type, body);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "content-type": type, "x-content-type-options": "nosniff" });
  response.end(body);
}
