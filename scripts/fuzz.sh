#!/usr/bin/env bash
# Fuzzes readers from our own samples: fuzz.sh [TARGET…], all of them where none is named.
# RUNS executions or SECONDS_EACH seconds a target, whichever comes first, JOBS targets at a time; one input may
# take a second and 512 MiB. Our crates hold no unsafe code, so no sanitizer slows them down; overflows are caught.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export RUNS=${RUNS:-2000000}
export SECONDS_EACH=${SECONDS_EACH:-1200}
jobs=${JOBS:-1}
samples=crates/statements/tests/fixtures

# The samples that a reader could be given; the fuzzer keeps what reaches something new.
seeds_of() {
    case $1 in
    any) find "$samples" -type f ! -name '*.json' ;;
    csv) find "$samples" -type f -name '*.csv' ;;
    ofx) find "$samples" -type f \( -name '*.ofx' -o -name '*.qfx' -o -name '*.ofc' \) ;;
    camt) find "$samples"/camt05* -type f ! -name '*.json' ;;
    journal) find "$samples"/{hledger,ledger,beancount} -type f ! -name '*.json' ;;
    mpesa_text) find "$samples" -type f -name '*.txt' ;;
    archive) find "$samples" -type f \( -name '*.zip' -o -name '*.xlsx' -o -name '*.ods' -o -name '*.kmy' \) ;;
    workbook) find "$samples" -type f \( -name '*.xls' -o -name '*.xls?' -o -name '*.ods' \) ;;
    pdf) find "$samples" -type f -name '*.pdf' ;;
    message) split_messages ;;
    *) [ ! -d "$samples/$1" ] || find "$samples/$1" -type f ! -name '*.json' ;;
    esac
    [ ! -d "fuzz/seeds/$1" ] || find "fuzz/seeds/$1" -type f
}

# One file a message of the messages' own cases.
split_messages() {
    mkdir -p fuzz/corpus/message
    awk -v RS= '{ sub(/\n= .*/, ""); out = sprintf("fuzz/corpus/message/case-%d", NR); print > out; close(out) }' \
        crates/statements/tests/messages/*.txt
}

# Runs a target until its executions or seconds are used up. A machine that stands still for a second looks like
# an input without end, so such an input is tried again alone, and only one that is slow there is a fault.
fuzz() {
    local target=$1 corpus=fuzz/corpus/$1 log=fuzz/target/$1.log
    local runs=0 stalls=0 peak=0 outcome=held since=$SECONDS left executed
    mkdir -p "$corpus"
    while IFS= read -r sample; do
        cp "$sample" "$corpus/$(basename "$(dirname "$sample")")-$(basename "$sample")"
    done < <(seeds_of "$target")
    figure() { sed -n "s/^stat::$1: *//p" "$log" | tail -1; }
    while [ "$runs" -lt "$RUNS" ] && [ $((SECONDS - since)) -lt "$SECONDS_EACH" ]; do
        local ended=0
        left=$((SECONDS_EACH - SECONDS + since))
        # A fuzzer that is stopped in the wrong moment waits for itself for ever.
        timeout --signal=KILL $((left + 60)) cargo fuzz run -s none "$target" -- \
            -runs=$((RUNS - runs)) -max_total_time="$left" -timeout=1 -rss_limit_mb=512 \
            -max_len=65536 -print_final_stats=1 >"$log" 2>&1 || ended=$?
        executed=$(figure number_of_executed_units)
        runs=$((runs + ${executed:-0}))
        peak=$(printf '%s\n' "$peak" "$(figure peak_rss_mb)" | sort -n | tail -1)
        if [ "$ended" = 0 ]; then
            continue
        fi
        local input
        input=$(grep -ao "fuzz/artifacts/$target/timeout-[0-9a-f]*" "$log" | tail -1 || true)
        if [ -z "$input" ] || ! cargo fuzz run -s none "$target" "$input" -- -timeout=1 >>"$log" 2>&1; then
            outcome="FAILED, see $log"
            break
        fi
        rm "$input"
        stalls=$((stalls + 1))
    done
    echo "$target: $runs executions in $((SECONDS - since)) s, peak $peak MB, the machine stood still $stalls times: $outcome"
    [ "$outcome" = held ]
}

if ! command -v cargo-fuzz >/dev/null; then
    echo "Fuzzing needs cargo-fuzz, which is missing here. Installing it with cargo:"
    cargo install cargo-fuzz --locked
fi
# The fuzzer's coverage is an unstable option of the compiler; this lets the stable one take it.
export RUSTC_BOOTSTRAP=1

targets=("$@")
if [ "${#targets[@]}" = 0 ]; then
    for file in fuzz/fuzz_targets/*.rs; do
        targets+=("$(basename "$file" .rs)")
    done
fi
cargo fuzz build -s none
export samples
export -f fuzz seeds_of split_messages
echo "Each target: $RUNS executions or $SECONDS_EACH s, $jobs at a time."
printf '%s\n' "${targets[@]}" | xargs -P "$jobs" -I{} bash -euo pipefail -c 'fuzz {}'
