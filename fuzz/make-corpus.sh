#!/bin/sh
# Copies the seeds, and the files of the fixtures, to where the fuzzer looks for its corpus.
set -eu
cd "$(dirname "$0")"
for target in rule_file csv_reader evaluate_json; do
    mkdir -p "corpus/$target"
    cp seeds/"$target"/* "corpus/$target/"
done
number=0
find ../fixtures -type f \( -name '*.yaml' -o -name '*.csv' \) -size -16k | sort | head -n 400 | while read -r file; do
    number=$((number + 1))
    case "$file" in
        *.csv) cp "$file" "corpus/csv_reader/fixture-$number.csv" ;;
        *) cp "$file" "corpus/rule_file/fixture-$number.yaml" ;;
    esac
done
