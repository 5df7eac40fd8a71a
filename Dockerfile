# The image of the distribution that "make build" puts into exporter/server/target; "make image" does
# both. Either base can be another: BUILDER has a JDK from 21 on, and strip or apt-get; BASE has glibc
# and libstdc++, and needs nothing else.
ARG BUILDER=docker.io/library/eclipse-temurin:25-jdk
ARG BASE=gcr.io/distroless/cc-debian12
ARG VERSION=0.1.0

FROM ${BUILDER} AS build
ARG VERSION

RUN command -v strip >/dev/null || \
    { apt-get -qq update && apt-get -qq -y --no-install-recommends install binutils; }

COPY exporter/server/target/anomaly-exporter-${VERSION}/lib/ /image/opt/anomaly-exporter/lib/
COPY exporter/packages/src/image/launch LICENSE /image/opt/anomaly-exporter/
COPY systemd/anomaly-exporter.yml /image/etc/anomaly-exporter/

# The modules that the program and its libraries use, and jdk.crypto.ec, which TLS asks for by name.
RUN cd /image/opt/anomaly-exporter/lib && \
    modules=$(jdeps --multi-release 21 --ignore-missing-deps --print-module-deps --class-path '*' \
      anomaly-exporter-*.jar) && \
    echo "modules: $modules" && \
    jlink --output /image/opt/java --add-modules "$modules,jdk.crypto.ec" \
      --strip-debug --no-header-files --no-man-pages --compress=zip-6

# TensorFlow, for the image that trains: its libraries, and the native library unpacked and without symbols. The
# state directory is whose the program runs as.
RUN set -eu; \
    full=/tensorflow/opt/anomaly-exporter; \
    mkdir -p "$full/lib" "$full/native" /unpacked; \
    cd /image/opt/anomaly-exporter/lib; \
    (cd /unpacked && jar --extract --file /image/opt/anomaly-exporter/lib/tensorflow-core-native-*-linux-*.jar); \
    rm tensorflow-core-native-*-linux-*.jar; \
    mv tensorflow-core-*.jar ndarray-*.jar javacpp-*.jar protobuf-java-*.jar "$full/lib/"; \
    mv /unpacked/org/tensorflow/internal/c_api/linux-*/*.so* "$full/native/"; \
    strip --strip-unneeded "$full"/native/*; \
    chmod -R u=rwX,go=rX /image /tensorflow; \
    install -d -o 10001 -g 10001 -m 0750 /state

# The slim image, "--target slim", only scores.
FROM ${BASE} AS slim
ARG VERSION
ARG REVISION=
ARG CREATED=
LABEL org.opencontainers.image.title="anomaly-exporter" \
      org.opencontainers.image.description="anomaly_score for every host of a plain Prometheus, from a TensorFlow autoencoder" \
      org.opencontainers.image.url="https://github.com/anomaly-exporter/anomaly-exporter" \
      org.opencontainers.image.source="https://github.com/anomaly-exporter/anomaly-exporter" \
      org.opencontainers.image.documentation="https://github.com/anomaly-exporter/anomaly-exporter/blob/main/README.md" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.vendor="anomaly-exporter" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"

COPY --from=build /image/ /
COPY --from=build --chown=10001:10001 /state /var/lib/anomaly-exporter

# The arenas of the allocator grow with threads.
ENV PATH=/opt/java/bin:/usr/local/bin:/usr/bin:/bin \
    MALLOC_ARENA_MAX=2

USER 10001:10001
WORKDIR /var/lib/anomaly-exporter
VOLUME /var/lib/anomaly-exporter
EXPOSE 9877

# With another address or TLS: --health-cmd, with the URL as the last argument.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx16m", "-cp", "/opt/anomaly-exporter/lib/*", "io.github.anomalyexporter.server.cli.Healthcheck"]

# Options of the JVM come by JDK_JAVA_OPTIONS. Other commands are
# "docker exec CONTAINER java @/opt/anomaly-exporter/launch models list" and the like.
ENTRYPOINT ["java", "@/opt/anomaly-exporter/launch"]
CMD ["serve", "--config.file=/etc/anomaly-exporter/anomaly-exporter.yml", "--training=off"]

# The full image has the layers of the slim image, and TensorFlow.
FROM slim

COPY --from=build /tensorflow/ /

# TensorFlow logs before anyone could ask it not to.
ENV TF_CPP_MIN_LOG_LEVEL=3 \
    TF_ENABLE_ONEDNN_OPTS=0

CMD ["serve", "--config.file=/etc/anomaly-exporter/anomaly-exporter.yml"]
