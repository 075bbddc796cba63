#!/usr/bin/env bash
# The same stacked chart by matplotlib and by this library, one after the other on one machine, and how many times as long
# the other takes. Needs Python with venv, and the network once to install matplotlib.
set -euo pipefail
cd "$(dirname "$0")/../.."

venv="${PEERS_VENV:-target/peers}"
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -c 'import matplotlib' 2>/dev/null || "$venv/bin/pip" install --quiet matplotlib
cargo bench --quiet --bench charts --no-run

ours=$(mktemp)
trap 'rm -f "$ours"' EXIT
theirs=$("$venv/bin/python" benches/peers/chart.py 20)
cargo bench --quiet --bench charts -- stacked_svg stacked_png >"$ours"
"$venv/bin/python" benches/peers/compare.py "$ours" <<<"$theirs"
