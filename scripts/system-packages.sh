#!/usr/bin/env bash
# Installs the system libraries that Farthing's window is built with, where they are missing.
# `system-packages.sh build` for building and running, `system-packages.sh test` for the tests as well,
# `system-packages.sh associate` for telling the desktop which files Farthing opens.
# Says what it does before it does it; costs nothing where everything is there.
set -euo pipefail

wanted=(
    build-essential
    libayatana-appindicator3-dev
    librsvg2-dev
    libwebkit2gtk-4.1-dev
    libxdo-dev
    pkg-config
)
if [ "${1:-build}" = test ]; then
    # A driver for the real window, a screen for machines that have none, and a reader of QR codes.
    wanted+=(webkit2gtk-driver xauth xvfb zbar-tools)
fi
if [ "${1:-build}" = associate ]; then
    wanted=(desktop-file-utils shared-mime-info)
fi

if [ "$(uname -s)" != Linux ]; then
    exit 0 # macOS and Windows bring their own web view.
fi
if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "This is no Debian or Ubuntu. Farthing goes on, and needs what these packages hold there:"
    echo "  ${wanted[*]}"
    exit 0
fi

missing=()
for package in "${wanted[@]}"; do
    state=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
    if [ "$state" != installed ]; then
        missing+=("$package")
    fi
done
if [ "${#missing[@]}" = 0 ]; then
    exit 0
fi

as_root=()
if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "Farthing needs these system packages, and only an administrator can install them:"
        echo "  apt-get install ${missing[*]}"
        exit 1
    fi
    as_root=(sudo)
fi
echo "Farthing needs system packages that are missing here. Installing with apt-get${as_root:+ (through sudo)}:"
echo "  ${missing[*]}"
"${as_root[@]}" apt-get update -q
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends "${missing[@]}"
