# One image for every role: `docker build .` is the monitor, `docker build --target simulator .` the simulator.
# Built on anything that can build a Dockerfile; nothing here needs BuildKit.

# What npm needs to know. It changes seldom, so the layers that install packages are kept while the code changes.
FROM node:24-bookworm-slim AS manifests
WORKDIR /all
COPY . .
RUN mkdir /manifests \
 && find . -type f \( -name package.json -o -name package-lock.json -o -name .npmrc \) -print0 \
  | tar --null --create --files-from=- | tar --extract --directory=/manifests

FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NX_DAEMON=false NX_TUI=false
COPY --from=manifests /manifests ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npx nx run-many -t build --exclude=@anchorwatch/monitor-e2e
# Only what runs: the built code and the files it reads.
RUN mkdir /out \
 && tar --create --exclude=node_modules --exclude=src --exclude=fixtures --exclude='*.config.*' --exclude='tsconfig*' \
    --exclude='*.tsbuildinfo' --exclude='*.d.ts' --exclude='*.d.ts.map' \
    LICENSE package.json apps/console apps/monitor apps/simulator libs deploy/playbooks deploy/taxonomies \
  | tar --extract --directory=/out

# EMBEDDED=yes keeps the embedded engine (560 MB) for one-machine mode and `scan`; with a ClickHouse server it is not needed.
FROM node:24-bookworm-slim AS production
ARG EMBEDDED=no
WORKDIR /app
COPY --from=manifests /manifests ./
RUN npm ci --no-audit --no-fund --ignore-scripts --omit=dev $([ "$EMBEDDED" = yes ] || echo --omit=optional) \
    --workspace=@anchorwatch/monitor

FROM node:24-bookworm-slim AS monitor
LABEL org.opencontainers.image.title="Anchorwatch" \
      org.opencontainers.image.description="Watches models in production for drift and compromise, and drives the response." \
      org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production \
    ANCHORWATCH_DATA_DIR=/var/lib/anchorwatch
RUN install --directory --owner=node --group=node --mode=0700 /var/lib/anchorwatch
WORKDIR /app
COPY --from=production /app ./
COPY --from=build /out ./
# The root file system may be read-only: only the data directory (one-machine mode) and /tmp are ever written.
VOLUME /var/lib/anchorwatch
USER node
EXPOSE 8080
# Ready, not merely alive: a deaf consumer or a store out of reach shows here.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.ANCHORWATCH_HTTP_PORT || 8080}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "apps/monitor/bin/anchorwatch.js"]
CMD ["serve"]

FROM production AS simulator-production
RUN npm ci --no-audit --no-fund --ignore-scripts --omit=dev --omit=optional --workspace=@anchorwatch/simulator

FROM node:24-bookworm-slim AS simulator
LABEL org.opencontainers.image.title="Anchorwatch simulator" \
      org.opencontainers.image.description="Replays real records as a served model's traffic, with scripted drift and attacks." \
      org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production
WORKDIR /app
COPY --from=simulator-production /app ./
COPY --from=build /out ./
USER node
ENTRYPOINT ["node", "apps/simulator/bin/simulator.js"]
CMD ["--help"]

# What `docker build .` makes.
FROM monitor
