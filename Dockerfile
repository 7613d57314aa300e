# Builds the programme, then takes only what it runs with. The root file system may be read-only: nothing is written.
FROM node:22-alpine AS build
WORKDIR /app
COPY package.json package-lock.json tsconfig.json tsconfig.build.json vite.config.mjs ./
COPY bin bin
COPY scripts scripts
COPY src src
RUN npm ci && npm prune --omit=dev --ignore-scripts

FROM node:22-alpine
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY bin bin
USER node
EXPOSE 9464 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:9464/livez').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# A larger nursery: see "Memory" in docs/operations.md.
ENTRYPOINT ["node", "--max-semi-space-size=32", "bin/convofold.js"]
CMD ["serve", "--http", "0.0.0.0:9464"]
