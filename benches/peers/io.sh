#!/usr/bin/env bash
# A million numbers from tidy to wide CSV by this library, polars and pandas, one after the other on one machine; polars on
# one thread and on all. Needs Python with venv, and the network once to install polars and pandas.
set -euo pipefail
cd "$(dirname "$0")/../.."

venv="${PEERS_VENV:-target/peers}"
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -c 'import polars, pandas' 2>/dev/null || "$venv/bin/pip" install --quiet polars pandas
cargo bench --quiet --bench io --no-run

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export PEERS_FOLDER="$folder"
cargo bench --quiet --bench io -- read_pivot_write >"$folder/ours.txt"
ours=$(sed -n 's/.*read_pivot_write *\([0-9.]* [a-zµ]*\).*/\1/p' "$folder/ours.txt")
echo "this library: $ours"
echo "one thread: $(POLARS_MAX_THREADS=1 "$venv/bin/python" benches/peers/io.py "$folder" polars 5) ms"
echo "all threads: $("$venv/bin/python" benches/peers/io.py "$folder" polars 5) ms"
echo "one thread: $("$venv/bin/python" benches/peers/io.py "$folder" pandas 2) ms"
