#!/bin/sh
# restart-host.sh FOLDER PORT: starts the published Functions host of FOLDER, on Linux. One that it started before is killed first, with
# its worker.
set -eu
cd "$1"

# `func` of npm is a wrapper that starts the host, which starts the worker. In a session of their own they are one process group.
if [ -f host.pid ]; then
  kill -9 "-$(cat host.pid)"
fi
chmod +x DuffBeer.Functions
setsid func start --no-build --port "$2" >> host.log 2>&1 < /dev/null &
echo $! > host.pid
