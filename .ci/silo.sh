# Starts the silo that was built, for scripts that call it over the wire; to be sourced.
#
#   start_silo CONFIGURATION URL
#
# It ends, and its data goes, when the script does.

start_silo() {
  data=$(mktemp -d)
  ASPNETCORE_ENVIRONMENT=Development DOTNET_ENVIRONMENT=Development \
    dotnet "artifacts/bin/Krewe.Silo/${1,,}/Krewe.Silo.dll" \
    --data "$data" --urls "$2" >"$data.log" 2>&1 &
  silo=$!
  trap 'kill "$silo" 2>/dev/null; wait "$silo" 2>/dev/null; rm -rf "$data" "$data.log"' EXIT
}

# until_true COMMAND...: waits half a minute for a command to succeed.
until_true() {
  local left
  for left in $(seq 150); do
    "$@" >/dev/null 2>&1 && return 0
    sleep 0.2
  done
  printf 'gave up after %d tries: %s\n' "$left" "$*"
  cat "$data.log"
  return 1
}
