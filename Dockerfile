# The worker in an image of its own: BOOTSTRAP_SERVERS, GROUP_ID and CONNECT_* as Debezium's Connect
# image takes them, or CONNECT_BUS=embedded with the volume /var/lib/weir. See README.md.
FROM debian:12-slim AS build
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      build-essential cmake ninja-build pkg-config libmicrohttpd-dev libgnutls28-dev librdkafka-dev \
      liblmdb-dev libyaml-dev libpcre2-dev libcurl4-openssl-dev libssl-dev libmariadb-dev zlib1g-dev \
      libzstd-dev libpq-dev
COPY . /src
# The file connectors would let whoever reaches REST read and write the container's files.
RUN cmake -S /src -B /build --preset release \
 && cmake --build /build \
 && DESTDIR=/out cmake --install /build --prefix /usr --strip \
 && rm -rf /out/usr/include /out/usr/lib/pkgconfig /out/usr/lib/weir/plugins/file.so

FROM debian:12-slim
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      ca-certificates libmicrohttpd12 libgnutls30 librdkafka1 liblmdb0 libyaml-0-2 libpcre2-8-0 \
      libcurl4 libssl3 libmariadb3 zlib1g libzstd1 libpq5 tzdata \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 990 --home-dir /var/lib/weir --create-home weir
COPY --from=build /out/usr /usr
USER weir
WORKDIR /var/lib/weir
VOLUME /var/lib/weir
EXPOSE 8083
# Whoever reaches REST runs pipelines: rest.user and rest.password, or CONNECT_REST_ANONYMOUS=allow.
# Only /health answers without them: the check below has none, nor has Fly's.
ENV CONNECT_REST_ANONYMOUS=refuse CONNECT_REST_HEALTH_ANONYMOUS=true CONNECT_DATA_DIR=/var/lib/weir/data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=5s CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/${CONNECT_REST_PORT:-${REST_PORT:-8083}} && printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3 && head -1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["weir", "run"]
