#!/usr/bin/env bash
# Lets the desktop offer Farthing under "Open with" for statements: associate.sh PROGRAM, or associate.sh --remove.
# Only for this person, below XDG_DATA_HOME, and no kind of file gets Farthing as its usual program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

name=money.farthing.Farthing
data=${XDG_DATA_HOME:-$HOME/.local/share}
entry=$data/applications/$name.desktop
kinds=$data/mime/packages/$name.xml
icon=$data/icons/hicolor/128x128/apps/$name.png

if [ "$(uname -s)" != Linux ]; then
    echo "On macOS and Windows the installer tells the system which files Farthing opens."
    exit 0
fi
case ${1:-} in
--remove)
    rm -f "$entry" "$kinds" "$icon"
    ;;
/*)
    if [ ! -x "$1" ]; then
        echo "$1 is not a program; build it first with make window."
        exit 1
    fi
    install -D -m 644 src-tauri/icons/128x128.png "$icon"
    install -D -m 644 "packaging/linux/$name.xml" "$kinds"
    mkdir -p "$(dirname "$entry")"
    # Exec takes a quoted path in which these four are escaped, and a percent sign doubled.
    path=$(printf '%s' "$1" | sed -e 's/[\\"`$]/\\\\&/g' -e 's/%/%%/g')
    while IFS= read -r line; do
        case $line in
        Exec=*) printf 'Exec="%s" %%F\n' "$path" ;;
        *) printf '%s\n' "$line" ;;
        esac
    done <"packaging/linux/$name.desktop" >"$entry"
    ;;
*)
    echo "Say which program to open files with, by its full path, or --remove."
    exit 2
    ;;
esac
# Desktops without these two look at the folders by themselves, though later.
mkdir -p "$data/mime/packages" "$data/applications"
if command -v update-mime-database >/dev/null; then
    update-mime-database "$data/mime"
fi
if command -v update-desktop-database >/dev/null; then
    update-desktop-database "$data/applications"
fi
if [ "$1" = --remove ]; then
    echo "Farthing is no longer offered for statements."
else
    echo "Farthing is offered under \"Open with\" for statements. make dissociate takes it back."
fi
