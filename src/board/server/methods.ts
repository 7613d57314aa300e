import type { FastifyContextConfig, FastifyInstance } from "fastify";

import { ProblemError } from "./problems";

/**
 * Notes the routes that are added from now on. Returns what refuses every other method of them: as not allowed, and not as
 * if nothing were there.
 */
export function refuseOtherMethods(server: FastifyInstance): () => void {
  const known = new Map<string, { readonly methods: Set<string>; readonly config: FastifyContextConfig }>();
  server.addHook("onRoute", ({ url, method, config = {} }) => {
    const entry = known.get(url) ?? { methods: new Set<string>(), config: {} };
    // Who may not ask at all does not learn which methods there are: one closed method closes the others.
    const isOpen = config.isOpen === true && (entry.methods.size === 0 || entry.config.isOpen === true);
    const methods = new Set([...entry.methods, ...[method].flat()]);
    known.set(url, { methods, config: isOpen ? { isOpen } : {} });
  });
  return () => {
    for (const [url, { methods, config }] of [...known]) {
      const others = server.supportedMethods.filter((method) => !methods.has(method));
      if (others.length === 0) continue;
      const allowed = [...methods].sort().join(", ");
      server.route({
        method: others,
        url,
        config,
        schema: { hide: true },
        onRequest: (_request, reply) => {
          void reply.header("allow", allowed);
          throw new ProblemError(405, "methodNotAllowed", `This path takes ${allowed}.`);
        },
        handler: () => undefined,
      });
    }
  };
}
