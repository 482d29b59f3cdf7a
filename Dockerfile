# One image for web, worker and one-off commands; compose.yaml says which runs what. Nothing in it is secret: every
# setting comes from the environment when it starts.
FROM node:20-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --include=dev --no-audit --no-fund
COPY . .
ENV NEXT_TELEMETRY_DISABLED=1
RUN POSPAY_IMAGE=1 node_modules/.bin/next build
RUN node_modules/.bin/tsx scripts/bundle-programs.ts programs

FROM node:20-slim
ENV NODE_ENV=production
ENV NEXT_TELEMETRY_DISABLED=1
ENV HOSTNAME=0.0.0.0
ENV PORT=3000
WORKDIR /app
COPY --from=build /build/.next/standalone ./
COPY --from=build /build/.next/static ./.next/static
COPY --from=build /build/public ./public
COPY --from=build /build/drizzle ./drizzle
COPY --from=build /build/programs ./scripts
USER node
EXPOSE 3000
# Alive, not ready: a web whose database is away must not be killed for it. Load balancers ask /api/ready.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/api/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "server.js"]
