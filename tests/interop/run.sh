#!/usr/bin/env bash
# What other programs make of what is written here: each check is a line of the list below, stands alone, and is skipped where
# what it needs is not installed. Says at the end what passed, what was skipped and what failed; fails if anything did.
#
#     PYTHON=path/to/python tests/interop/run.sh
set -uo pipefail
cd "$(dirname "$0")/../.."

python="${PYTHON:-python3}"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
passed=() skipped=() failed=()

# What a check may need.
module() { "$python" -c "import $1" >/dev/null 2>&1; }
program() { command -v "$1" >/dev/null; }

# check NAME "NEED; NEED" COMMAND...
check() {
    local name=$1 needs=$2 need
    shift 2
    while read -r need; do
        if [ -n "$need" ] && ! $need; then
            skipped+=("$name (no $need)")
            return
        fi
    done < <(tr ';' '\n' <<<"$needs")
    if "$@" >"$folder/log.txt" 2>&1; then
        passed+=("$name")
    else
        failed+=("$name")
        sed "s/^/    /" "$folder/log.txt"
    fi
}

cargo build --quiet --example forecast || exit 1
forecast() { target/debug/examples/forecast "$@" 2>/dev/null; }

# Files that several checks read: the flagship, and a market whose names ask for trouble.
for market in flagship wild; do
    model=()
    [ "$market" = wild ] && model=(tests/interop/wild.toml)
    mkdir "$folder/$market"
    view=(--by region,product --scenarios)
    for format in csv wide iamc iamc-long; do
        forecast "${model[@]}" "${view[@]}" --format "$format" >"$folder/$market/$format.csv" || exit 1
    done
    forecast "${model[@]}" "${view[@]}" --format json >"$folder/$market/tables.json" || exit 1
    forecast "${model[@]}" "${view[@]}" --data-package "$folder/$market/package" >/dev/null || exit 1
done

here=tests/interop
check "pandas has the numbers of tidy and wide CSV" "module pandas" "$python" $here/frames.py pandas "$folder"
check "polars has the numbers of tidy and wide CSV" "module polars" "$python" $here/frames.py polars "$folder"
check "pyam has the numbers of IAMC data, wide and long" "module pyam" "$python" $here/iamc.py "$folder"
check "frictionless validates data packages" "module frictionless" "$python" $here/package.py "$folder"
check "LibreOffice takes no name for a formula" "program soffice; module openpyxl" \
    "$python" $here/spreadsheet.py "$folder"
workbook() { cargo run --quiet --features xlsx --example workbook -- "$@"; }
workbook >"$folder/workbook.txt" && workbook $here/wild.toml --out "$folder/wild.xlsx" >>"$folder/workbook.txt" || exit 1
check "LibreOffice recalculates workbooks to the numbers they hold" "program soffice; module openpyxl" \
    "$python" $here/xlsx.py target/workbook/personalization.xlsx "$folder/wild.xlsx"
cargo run --quiet --example report >"$folder/report.txt" || exit 1
check "Chromium shows reports on a desktop, a phone and paper, and axe finds no fault" "program node; program chromium" \
    node $here/report.mjs target/report/personalization.html
check "a validator of others reads the schema as ours does" "module jsonschema" "$python" $here/schema.py
check "recipes for pandas run" "module pandas" "$python" $here/recipes.py pandas "$folder"
check "recipes for polars run" "module polars" "$python" $here/recipes.py polars "$folder"
check "recipes for pyam run" "module pyam" "$python" $here/recipes.py pyam "$folder"

[ ${#passed[@]} -eq 0 ] || printf 'passed: %s\n' "${passed[@]}"
[ ${#skipped[@]} -eq 0 ] || printf 'skipped: %s\n' "${skipped[@]}"
[ ${#failed[@]} -eq 0 ] || printf 'failed: %s\n' "${failed[@]}"
[ ${#failed[@]} -eq 0 ]
