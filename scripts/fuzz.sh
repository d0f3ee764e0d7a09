#!/usr/bin/env bash
# Fuzzes readers from their own samples: fuzz.sh [TARGET…], all of them where none is named.
# RUNS executions or SECONDS_EACH seconds a target, whichever comes first; one input may take a second and 512 MiB.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

runs=${RUNS:-2000000}
seconds=${SECONDS_EACH:-1200}
fixtures=crates/statements/tests/fixtures

if ! command -v cargo-fuzz >/dev/null; then
    echo "Fuzzing needs cargo-fuzz, which is missing here. Installing it with cargo:"
    cargo install cargo-fuzz --locked
fi
# The sanitizer is an unstable option of the compiler; this lets the stable one take it.
export RUSTC_BOOTSTRAP=1

targets=("$@")
if [ "${#targets[@]}" = 0 ]; then
    for file in fuzz/fuzz_targets/*.rs; do
        targets+=("$(basename "$file" .rs)")
    done
fi
for target in "${targets[@]}"; do
    corpus=fuzz/corpus/$target
    mkdir -p "$corpus"
    # Every sample seeds every target: the fuzzer keeps what reaches something new.
    find "$fixtures" -type f ! -name '*.json' -size -64k -print0 |
        while IFS= read -r -d '' sample; do
            cp "$sample" "$corpus/$(basename "$(dirname "$sample")")-$(basename "$sample")"
        done
    echo "== $target: $runs executions or $seconds s"
    cargo fuzz run "$target" -- -runs="$runs" -max_total_time="$seconds" -timeout=1 \
        -rss_limit_mb=512 -max_len=65536 -print_final_stats=1 -verbosity=0
done
