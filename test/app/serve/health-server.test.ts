import type { AddressInfo } from "node:net";

import { listenForHealth } from "../../../src/app/serve/health-server";

describe("what a service answers to probes", () => {
  it("is whether it is alive, whether it is ready, and what it counts", async () => {
    const health = { alive: true, ready: false };
    const server = await listenForHealth("127.0.0.1", 0, {
      isAlive: () => health.alive,
      isReady: () => health.ready,
      metrics: async () => Promise.resolve({ type: "text/plain; version=0.0.4", body: "one 1\n" }),
    });
    const { port } = server.address() as AddressInfo;
    const ask = async (path: string, method = "GET") => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
      return [response.status, await response.text()];
    };
    try {
      expect(await ask("/livez")).toEqual([200, "alive\n"]);
      health.alive = false;
      expect(await ask("/livez")).toEqual([503, "not alive\n"]);
      expect(await ask("/readyz")).toEqual([503, "not ready\n"]);
      health.ready = true;
      expect(await ask("/readyz")).toEqual([200, "ready\n"]);
      expect(await ask("/metrics")).toEqual([200, "one 1\n"]);
      expect((await ask("/other"))[0]).toBe(404);
      expect((await ask("/livez", "POST"))[0]).toBe(405);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});
