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

FROM node:22-slim AS build
WORKDIR /site
# Copied first, so that a change of the source alone does not install everything again.
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
ARG BASE_PATH
RUN BASE_PATH="$BASE_PATH" npm run build

FROM nginxinc/nginx-unprivileged:stable-alpine
ARG BASE_PATH
# The headers are those of headers.js; a test compares them.
COPY <<EOF_CONF /etc/nginx/conf.d/default.conf
map \$uri \$winnow_policy {
	default "frame-ancestors 'none'; object-src 'none'; base-uri 'self'; form-action 'none'";
	~^${BASE_PATH}/embed(/|\$) "object-src 'none'; base-uri 'self'; form-action 'none'";
	~/_app/immutable/workers/llm-model-fetcher "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' https://huggingface.co https://*.huggingface.co https://*.hf.co https://raw.githubusercontent.com http://localhost:*; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'none'";
	~/_app/immutable/workers/ "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'none'";
}
map \$uri \$winnow_opener {
	default same-origin;
	~^${BASE_PATH}/embed(/|\$) "";
}
server {
	listen 8080;
	root /usr/share/nginx/html;
	# Redirects to a folder keep the host and port that the visitor used.
	absolute_redirect off;
	error_page 404 ${BASE_PATH}/404.html;

	# Browsers refuse modules and stream WebAssembly only under these types.
	include /etc/nginx/mime.types;
	types {
		text/javascript mjs;
		application/wasm wasm;
		application/manifest+json webmanifest;
		application/octet-stream onnx;
	}
	gzip on;
	gzip_types text/plain text/css text/csv text/javascript application/javascript application/json application/wasm;

	location / {
		add_header Cache-Control no-cache;
		add_header X-Content-Type-Options "nosniff" always;
		add_header Referrer-Policy "no-referrer" always;
		add_header Permissions-Policy "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()" always;
		add_header Content-Security-Policy \$winnow_policy always;
		add_header Cross-Origin-Opener-Policy \$winnow_opener always;
	}
	# Pages of other origins import the JavaScript API.
	location = ${BASE_PATH}/api/winnow.js {
		add_header Cache-Control no-cache;
		add_header Access-Control-Allow-Origin *;
		add_header X-Content-Type-Options "nosniff" always;
		add_header Referrer-Policy "no-referrer" always;
		add_header Permissions-Policy "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()" always;
		add_header Content-Security-Policy \$winnow_policy always;
		add_header Cross-Origin-Opener-Policy \$winnow_opener always;
	}
	# The names of these files change with their contents.
	location ${BASE_PATH}/_app/immutable/ {
		add_header Cache-Control "public, max-age=31536000, immutable";
		add_header X-Content-Type-Options "nosniff" always;
		add_header Referrer-Policy "no-referrer" always;
		add_header Permissions-Policy "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()" always;
		add_header Content-Security-Policy \$winnow_policy always;
		add_header Cross-Origin-Opener-Policy \$winnow_opener always;
	}
}
EOF_CONF
COPY --from=build /site/build /usr/share/nginx/html${BASE_PATH}/
