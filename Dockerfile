# Strata's server, worker and command line, in one image. Postgres is elsewhere: DATABASE_URL names it.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Optional packages are a Node and a Postgres for bare machines; this image has the one and needs no other.
RUN npm ci --omit=dev --omit=optional --ignore-scripts
COPY prisma.config.ts ./
COPY prisma prisma
COPY src src
# The generator is not needed any more once the client is there; it is most of node_modules.
RUN node prisma/generate.mjs \
 && npm uninstall --no-save --omit=dev --omit=optional --ignore-scripts prisma

FROM node:24-bookworm-slim
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
           /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn-* \
 && ln -s /app/src/cli.ts /usr/local/bin/strata \
 && install --directory --owner=node --group=node /data /exports
ENV NODE_ENV=production
COPY LICENSE /app/
COPY --from=build /app /app
# The program belongs to root, so that what runs cannot change it; files to import are mounted at /data.
USER node
WORKDIR /data
EXPOSE 4000
# As a list, so that no shell stands between a SIGTERM and Node.
ENTRYPOINT ["/app/src/cli.ts"]
CMD ["serve", "--host", "0.0.0.0"]
