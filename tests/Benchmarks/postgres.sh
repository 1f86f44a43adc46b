#!/usr/bin/env bash
# Starts a throw-away PostgreSQL server and prints its connection string; `stop DIR` ends it.
# Needs a server's binaries (Debian: postgresql-15). Durable as installed: fsync stays on.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -x "$bin/initdb" ] || { echo "postgres.sh: no PostgreSQL server is installed" >&2; exit 1; }
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
if [ "${1:-}" = stop ]; then
  as "$bin/pg_ctl" -D "$2/data" -m fast stop >/dev/null
  rm -rf "$2"
  exit 0
fi
dir=$(mktemp -d /tmp/krewe-pg-XXXXXX)
[ "$(id -u)" = 0 ] && chown postgres "$dir"
as "$bin/initdb" -D "$dir/data" -A trust -U postgres >/dev/null
as "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/log" \
  -o "-k $dir -c listen_addresses='' -c shared_buffers=512MB -c max_wal_size=4GB" start >/dev/null
echo "Host=$dir;Username=postgres;Database=postgres"
