# docker build -t tocsin .
# docker run -p 9195:9195 -v tocsin:/data tocsin                        embedded database, in the volume
# docker run -p 9195:9195 -e DATABASE_URL=postgres://… tocsin           Postgres
# A configuration goes to /etc/tocsin/tocsin.yml; without one the first start prints a token, once.

FROM node:24.21.0-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build && npm ci --omit=dev --no-audit --no-fund && npm cache clean --force

FROM node:24.21.0-slim
ENV NODE_ENV=production \
    TOCSIN_LISTEN=0.0.0.0:9195 \
    TOCSIN_DATA_DIR=/data \
    TOCSIN_MAKE_TOKEN=1
WORKDIR /etc/tocsin
COPY --from=build /app/node_modules /app/node_modules
COPY --from=build /app/dist /app/dist
COPY package.json LICENSE /app/
COPY drizzle /app/drizzle
RUN mkdir -p /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 9195
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "const port = (process.env.TOCSIN_LISTEN || ':9195').split(':').pop(); fetch('http://127.0.0.1:' + port + '/-/healthy', { signal: AbortSignal.timeout(2500) }).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/dist/main.js"]
CMD ["serve"]
