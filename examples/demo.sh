#!/usr/bin/env bash
# Syncs a scratch copy of the example postmortems with the embedded tracker and reports what is open.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$EXAMPLES" "$work/postmortems"
cd "$work"
export PATH="$BIN:$PATH"

show() { printf '\n$ postmortem-tracker %s\n' "$*"; postmortem-tracker "$@"; }

show sync postmortems
printf '\n# The second sync has nothing to do.\n'
show sync postmortems
printf '\n# Somebody closes issue 1; the next sync marks it in the document.\n'
sed -i.bak 's/^state: open$/state: closed/' .postmortem/issues/0001-*.md && rm .postmortem/issues/*.bak
show sync postmortems
show report postmortems
printf '\n# That was a scratch copy. In the repository of your own postmortems:\n#   %s/postmortem-tracker init && %s/postmortem-tracker plan\n' "$BIN" "$BIN"
