#!/usr/bin/env bash
# Writes test/fixtures/corpus/own.ndjson: fresh mutants, judged by all releases,
# thinned to the shortest that show something. `own.sh [SEED [COUNT]]`.
set -euo pipefail
cd "$(dirname "$0")"
seed=${1:-2026}
count=${2:-30000}
mutate=$(./build.sh mutate)
thin=$(./build.sh thin)
verdict=$(./build.sh verdict)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The newest release goes first and alone: six more verdicts on what it shows
# already would take the longest.
"$mutate" --seed "$seed" --count "$count" | "$verdict" | "$thin" --bytes 5000000 --each 2 > "$scratch/candidates.ndjson"
./corpus.sh "$scratch/candidates.ndjson" > "$scratch/corpus.ndjson"
"$thin" --bytes 900000 < "$scratch/corpus.ndjson" > "$scratch/own.ndjson"
mkdir -p ../fixtures/corpus
cp "$scratch/own.ndjson" ../fixtures/corpus/own.ndjson
