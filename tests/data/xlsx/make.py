"""Makes the workbooks of this folder with writers that know nothing of this library; see README.md."""

import datetime
import subprocess

import openpyxl
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

FIXED = {"created": datetime.datetime(2000, 1, 1)}


def published():
    """A table as an analyst would have it, and a second sheet."""
    book = xlsxwriter.Workbook("published.xlsx")
    book.set_properties(FIXED)
    sheet = book.add_worksheet("Table")
    hidden = book.add_worksheet("Draft")
    hidden.hide()
    notes = book.add_worksheet("It's notes")
    two, grouped, percent = (book.add_format({"num_format": code}) for code in ("0.00", "#,##0", "0.0%"))
    accounting = book.add_format({"num_format": '_(* #,##0.0_);_(* (#,##0.0);_(* "-"??_);_(@_)'})
    euro = book.add_format({"num_format": "[$€-407] 0.0"})
    year = book.add_format({"num_format": "yyyy"})
    date = book.add_format({"num_format": "d mmm yyyy"})
    time = book.add_format({"num_format": "d mmm yyyy hh:mm"})
    sheet.write_row(0, 0, ["Market by region"])
    sheet.write_row(2, 0, ["region", "product"])
    sheet.write_datetime(2, 2, datetime.datetime(2019, 1, 1), year)
    sheet.write_row(2, 3, [2026, "CAGR", "as of"])
    sheet.merge_range(3, 0, 4, 0, "Europe")
    sheet.write_row(3, 1, ["Software"])
    sheet.write_number(3, 2, 8.1, two)
    sheet.write_formula(3, 3, "=C4*1.2", two, 9.72)
    sheet.write_number(3, 4, 0.052, percent)
    sheet.write_datetime(3, 5, datetime.datetime(2020, 3, 31), date)
    sheet.write_row(4, 1, ["Services"])
    sheet.write_number(4, 2, 1530, grouped)
    sheet.write_number(4, 3, -1530.25, accounting)
    sheet.write_number(4, 4, 1 / 3)
    sheet.write_datetime(4, 5, datetime.datetime(2020, 3, 31, 8, 30), time)
    sheet.write_row(5, 0, ["Asia", "All"])
    sheet.write_string(5, 2, "8.10")
    sheet.write_formula(5, 3, "=1/0", None, "#DIV/0!")
    sheet.write_boolean(5, 4, True)
    sheet.write_number(5, 5, 24.9, euro)
    sheet.merge_range(6, 0, 6, 1, "Total")
    sheet.merge_range(6, 2, 7, 2, 9, grouped)
    hidden.write_row(0, 0, ["hidden"])
    for column, text in enumerate(["=SUM(A1)", " e\u0301 & <b>", "n/a"], start=1):
        notes.write_string(1, column, text)
    book.close()


def telecom():
    """A published table with formulas for its totals, as IDC printed it (tests/data/tables/README.md)."""
    book = xlsxwriter.Workbook("telecom.xlsx")
    book.set_properties(FIXED)
    sheet = book.add_worksheet("IDC")
    grouped, percent = (book.add_format({"num_format": code}) for code in ("#,##0", "0.0%"))
    sheet.write_row(0, 0, ["Telecom and pay TV services"])
    sheet.write_row(2, 0, ["Region", 2020, 2021, "Growth 2021"])
    rows = [("Americas", 581, 584, 0.005), ("Asia/Pacific", 482, 490, 0.016), ("EMEA", 467, 471, 0.009)]
    for line, (name, before, after, growth) in enumerate(rows, start=3):
        sheet.write_row(line, 0, [name])
        sheet.write_number(line, 1, before, grouped)
        sheet.write_number(line, 2, after, grouped)
        sheet.write_number(line, 3, growth, percent)
    sheet.write_row(6, 0, ["Grand Total"])
    sheet.write_formula(6, 1, "=SUM(B4:B6)", grouped, 1530)
    sheet.write_formula(6, 2, "=SUM(C4:C6)", grouped, 1545)
    sheet.write_formula(6, 3, "=C7/B7-1", percent, 1545 / 1530 - 1)
    book.close()


def unsaved():
    """Formulas that no program has calculated, and formats that are not understood."""
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = FIXED["created"]
    sheet = book.active
    sheet.title = "Sums"
    sheet.append(["a", 1, 2, "=B1+C1"])
    sheet.append(["b", 8.1, 0.5])
    sheet["B2"].number_format = "##0.0E+0"
    sheet["C2"].number_format = "# ?/?"
    book.save("unsaved.xlsx")
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = FIXED["created"]
    book.active["XFD1048576"] = "far"
    book.save("far.xlsx")


def apart():
    """A table away from the corner, with cells that hold nothing, and formulas that come to no text."""
    book = xlsxwriter.Workbook("apart.xlsx")
    book.set_properties(FIXED)
    sheet = book.add_worksheet("Regions")
    one = book.add_format({"num_format": "0.0"})
    year = book.add_format({"num_format": "yyyy;@"})
    sheet.write_row(1, 0, ["Market by region"])
    sheet.write_row(2, 5, ["USD billion"])
    sheet.write_row(3, 2, ["region"])
    for column, stated in enumerate([2019, 2020], start=3):
        sheet.write_datetime(3, column, datetime.datetime(stated, 1, 1), year)
    sheet.write_row(3, 5, ["note"])
    rows = [("Europe", 8.1, 8.4), ("Asia", None, 9.2), ("Africa", 1.3, None), ("Total", 17.6, 18.9)]
    for line, (name, before, after) in enumerate(rows, start=4):
        sheet.write_row(line, 2, [name])
        for column, value in [(3, before), (4, after)]:
            if value is not None:
                sheet.write_number(line, column, value, one)
        sheet.write_formula(line, 5, f'=IF(D{line + 1}>17,"largest","")', None, "largest" if (before or 0) > 17 else "")
    book.close()
    saved_by_libreoffice("apart.xlsx", "apart.xlsx")


def protected():
    """A table behind a password, which is "secret"."""
    with open("telecom.xlsx", "rb") as plain, open("protected.xlsx", "wb") as target:
        OOXMLFile(plain).encrypt("secret", target)


def saved_by_libreoffice(source, target):
    """The same sheets as another program saves them, with its own results of the formulas."""
    convert = ["soffice", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", "saved", source]
    subprocess.run(convert, check=True)
    subprocess.run(["mv", f"saved/{source}", target], check=True)
    subprocess.run(["rmdir", "saved"], check=True)


published()
telecom()
unsaved()
apart()
protected()
saved_by_libreoffice("published.xlsx", "saved_again.xlsx")
