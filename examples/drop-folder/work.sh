#!/usr/bin/env bash
# Answers every request of a folder once: incoming/NAME.json -> answers/NAME.json, and the request to done/ or refused/.
set -euo pipefail
program=$(realpath "$1")
cd "$2"
mkdir -p incoming answers done refused
shopt -s nullglob
for request in incoming/*.json; do
    name=$(basename "$request")
    status=0
    "$program" evaluate < "$request" > "answers/.$name.tmp" || status=$?
    # 0 and 1 are answers, 2 is an answer that refuses; anything else leaves the request where it lies.
    if [ "$status" -gt 2 ]; then
        rm -f "answers/.$name.tmp"
        echo "$name: thidua ended with $status" >&2
        continue
    fi
    mv "answers/.$name.tmp" "answers/$name"
    if [ "$status" = 2 ]; then mv "$request" refused/; else mv "$request" done/; fi
    echo "$name: $status"
done
