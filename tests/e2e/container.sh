#!/usr/bin/env bash
# Whether an image serves as docs/guide/install.md says: a user without rights, a read-only root, its health check, data that stay.
# Usage: tests/e2e/container.sh IMAGE
set -euo pipefail
image=$1
name=duffbeer-check-$$
trap 'docker logs "$name" || true; docker rm --force "$name" > /dev/null; docker volume rm "$name" > /dev/null' EXIT

key=$(docker run --rm -v "$name:/data" "$image" key check)
docker run --detach --name "$name" --read-only --cap-drop ALL --security-opt no-new-privileges \
  -v "$name:/data" -p 127.0.0.1:0:5080 "$image" > /dev/null

for _ in $(seq 60); do
  state=$(docker inspect --format '{{.State.Health.Status}}' "$name")
  [ "$state" != healthy ] || break
  sleep 2
done
[ "$state" = healthy ] || { echo "The health check says $state"; exit 1; }

url=http://$(docker port "$name" 5080/tcp)
docker exec -i "$name" /app/duffbeer ingest - --dataset duff_orders < samples/duff/orders.csv
curl --fail --silent --show-error --output /dev/null "$url/"
[ "$(curl --silent --output /dev/null --write-out '%{http_code}' "$url/api/reports")" = 401 ]
curl --fail --silent --show-error -H "x-functions-key: $key" "$url/api/reports/sales-by-product.csv" | grep -q "Duff"
docker stop "$name" > /dev/null
[ "$(docker inspect --format '{{.State.ExitCode}}' "$name")" = 0 ]
echo "The image serves"
