# The local host as an image without a shell or a package manager: `docker build -t duffbeer --build-arg COMMIT=$(git rev-parse HEAD) .`
# docs/guide/install.md says how to run it.

FROM node:24-slim AS node

FROM mcr.microsoft.com/dotnet/sdk:10.0-noble-aot AS build
ARG TARGETARCH
ARG COMMIT
# Node.js bundles the pages.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules/npm /usr/local/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /source
COPY . .
RUN mkdir --parents /data \
    && dotnet publish src/DuffBeer.Local -c Release -r "linux-$(echo "$TARGETARCH" | sed s/amd64/x64/)" -o "/app/$TARGETARCH" \
        -p:SourceRevisionId="$COMMIT" \
    && test -e "/app/$TARGETARCH/wwwroot/pages/index.html"

# With time zones, which contracts may name.
FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled-extra
ARG TARGETARCH
ENV DUFFBEER_HOME=/data
# The user of the base image owns the home; everything else is read-only for it.
COPY --from=build --chown=$APP_UID:$APP_UID /data /data
COPY --from=build /app/$TARGETARCH /app
VOLUME /data
WORKDIR /data
EXPOSE 5080
HEALTHCHECK --interval=30s --timeout=15s --start-period=20s CMD ["/app/duffbeer", "health"]
ENTRYPOINT ["/app/duffbeer"]
CMD ["serve", "--listen", "0.0.0.0", "--watch"]
