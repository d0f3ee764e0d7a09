#!/usr/bin/env bash
# Says in one sentence each what is missing that Farthing cannot install by itself.
set -euo pipefail

fine=yes
if ! command -v cargo >/dev/null; then
    echo "Farthing is written in Rust: install it from https://rustup.rs and run make again."
    fine=no
fi
if ! command -v npm >/dev/null; then
    echo "Farthing's page is built with Node 20.19 or newer and its npm: install them from https://nodejs.org and run make again."
    fine=no
fi
[ "$fine" = yes ]
