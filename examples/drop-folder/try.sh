#!/usr/bin/env bash
# Drops three requests into a new folder: one that is answered, one that a person must look at, one that is refused.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/incoming"
drop() {
    local values=$2
    printf '{"format":"thidua-request/1","rules":"rule_set: r\\nversion: 1\\ntitle: Ví dụ\\ncriteria: [ { code: I, title: Một, points_max: 10 } ]","period":{"from":"2026-01-01","until":"2026-12-31"},"values":[{"rows":[%s]}]}' "$values" > "$folder/incoming/.$1.tmp"
    mv "$folder/incoming/.$1.tmp" "$folder/incoming/$1"
}
drop a.json '{"entrant":"xa-a","I":"9.50"}'
drop b.json '{"entrant":"xa-a","I":""}'
drop c.json '{"entrant":"xa-a","I":"99.5"}'
"$here/work.sh" "$program" "$folder" > "$folder/first"
[ "$(cat "$folder/first")" = $'a.json: 0\nb.json: 1\nc.json: 2' ] || { cat "$folder/first"; exit 1; }
[ "$("$here/work.sh" "$program" "$folder")" = "" ]
grep -q '"total":{"decimal":"9.5"}' "$folder/answers/a.json"
grep -q 'TD0411' "$folder/answers/c.json"
[ -e "$folder/done/a.json" ] && [ -e "$folder/done/b.json" ] && [ -e "$folder/refused/c.json" ]
echo 'Drop folder: 3 requests answered once, one of them refused'
