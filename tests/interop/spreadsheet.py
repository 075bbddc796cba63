"""Whether a spreadsheet takes any name for a formula: LibreOffice opens CSV files and is asked to evaluate formulas.

    spreadsheet.py FOLDER
"""

import csv
import subprocess
import sys
from pathlib import Path

import openpyxl

folder = Path(sys.argv[1])
# Comma, quote, UTF-8, and as the last one: formulas are evaluated.
FILTER = "CSV:44,34,76,1,,0,false,true,false,false,false,0,true"


def cells(path):
    profile = f"-env:UserInstallation=file://{folder}/profile"
    convert = ["soffice", profile, "--headless", f"--infilter={FILTER}", "--convert-to", "xlsx", "--outdir", folder, path]
    subprocess.run(convert, check=True, stdout=subprocess.DEVNULL)
    return list(openpyxl.load_workbook(folder / f"{path.stem}.xlsx").active.iter_rows())


naked = folder / "naked.csv"
naked.write_text("name,value\n=1+1,2\n", encoding="utf-8")
assert cells(naked)[1][0].data_type == "f", "a formula is one when nothing is done about it"

for form in ["csv", "wide", "iamc", "iamc-long"]:
    path = folder / f"wild-{form}.csv"
    path.write_bytes((folder / "wild" / f"{form}.csv").read_bytes())
    rows = cells(path)
    with open(path, encoding="utf-8", newline="") as file:
        expected = list(csv.reader(file))
    assert len(rows) == len(expected)
    for row, texts in zip(rows, expected):
        for cell, text in zip(row, texts):
            assert cell.data_type != "f", f"{path.name}: {cell.coordinate} is {cell.value}"
            if cell.data_type == "n":
                assert abs(cell.value - float(text)) <= 1e-14 * abs(float(text)), (cell.value, text)
            else:
                assert str(cell.value) == text, (cell.value, text)
