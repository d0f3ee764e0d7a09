#!/usr/bin/env bash
# Succeeds where a window can open; says what else there is where it cannot.
set -euo pipefail

if [ "$(uname -s)" != Linux ] || [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; then
    exit 0
fi
cat <<'TEXT'
There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open.
The same ledger works from the terminal; this makes a sample and shows what its small payments add up to:
  cargo run --release -p farthing-cli -- demo --ledger demo.farthing
  cargo run --release -p farthing-cli -- small --ledger demo.farthing
TEXT
exit 1
