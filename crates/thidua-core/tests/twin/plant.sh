#!/bin/sh
# Plants the faults of faults/list.txt, one after the other, in a copy of the repository and runs the twin on each.
# Every one must be found. `plant.sh --check` only sees that each still has its place in the sources.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../../.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git -C "$root" archive HEAD | tar -x -C "$copy"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$root/target/plant}"
export THIDUA_TWIN_CASES="${THIDUA_TWIN_CASES:-100000}"
planted=0 missed=0
while IFS= read -r line; do
    case "$line" in '#'* | '') continue ;; esac
    planted=$((planted + 1))
    file="$copy/crates/thidua-core/src/${line%% || *}"
    cp "$file" "$copy/before"
    LINE="$line" perl -0pi -e '
        my ($file, $from, $to) = split / \|\| /, $ENV{LINE}, 3;
        # A line of the list may stand on several in the source.
        my $seen = join "\\s+", map { quotemeta } split / /, $from;
        my $count = () = /$seen/g;
        die "stands $count times in the source: $from\n" if $count != 1;
        s/$seen/$to/;
    ' "$file" || { echo "NO PLACE  $line"; missed=$((missed + 1)); cp "$copy/before" "$file"; continue; }
    if [ "${1:-}" = --check ]; then
        echo "in place  $line"
    elif ! cargo test --manifest-path "$copy/Cargo.toml" -q -p thidua-core --test twin --no-run 2>"$copy/log"; then
        echo "NO BUILD  $line"; tail -5 "$copy/log"; missed=$((missed + 1))
    elif cargo test --manifest-path "$copy/Cargo.toml" -q -p thidua-core --test twin the_core >"$copy/log" 2>&1; then
        echo "NOT FOUND $line"; missed=$((missed + 1))
    else
        echo "found     $line ($(grep -o 'seed [0-9]*' "$copy/log" | head -1))"
    fi
    cp "$copy/before" "$file"
done <"$here/faults/list.txt"
echo "$planted faults, $missed not found"
[ "$missed" -eq 0 ]
