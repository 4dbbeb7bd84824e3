# syntax=docker/dockerfile:1

# A small image that serves the built site as static files; it runs as an ordinary user and builds nothing when started.
#
#     docker build -t winnow .
#     docker run --rm -p 8080:8080 winnow                          then open http://localhost:8080/
#
# Under a sub-path, behind a proxy that does not strip it:
#
#     docker build --build-arg BASE_PATH=/winnow -t winnow .       then open http://localhost:8080/winnow/
#
# The build needs the npm registry, from which the encoder comes too. The running container needs no network.

# Empty for the root; otherwise with a slash at the start and none at the end.
ARG BASE_PATH=""
# Where language models come from instead of the hub, with the hub's layout; empty for the hub.
ARG MODEL_BASE=""

FROM node:22-slim AS build
WORKDIR /site
# Copied first, so that a change of the source alone does not install everything again.
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
ARG BASE_PATH
ARG MODEL_BASE
ENV BASE_PATH=$BASE_PATH MODEL_BASE=$MODEL_BASE
RUN npm run build
RUN npx tsx scripts/server-config.ts nginx --base "$BASE_PATH" --root /usr/share/nginx/html --port 8080 > nginx.conf

FROM nginxinc/nginx-unprivileged:stable-alpine
ARG BASE_PATH
COPY --from=build /site/nginx.conf /etc/nginx/conf.d/default.conf
COPY --from=build /site/build /usr/share/nginx/html${BASE_PATH}/
