"""What the tables say by our own JSON, which escapes nothing: to the bit, by scenario, labels and year."""

import json
import struct

MARKETS = ["flagship", "wild"]


def bits(number):
    return struct.pack(">d", number).hex()


def truth(folder, market):
    """The bits of each number of a detail row."""
    numbers = {}
    with open(f"{folder}/{market}/tables.json", encoding="utf-8") as file:
        for table in json.load(file):
            years = [column["year"] for column in table["columns"]]
            for row in table["rows"]:
                if row["kind"] != "total":
                    for year, value in zip(years, row["values"]):
                        numbers[(table["scenario"], *row["labels"], year)] = bits(value)
    assert len(numbers) > 100, len(numbers)
    return numbers


def bare(name):
    """A name without the apostrophe that keeps spreadsheets from calculating with it; see docs/interchange.md."""
    rest = name.lstrip("'")
    is_formula = rest[:1] in ("\t", "\r", "\n") or rest.lstrip()[:1] in tuple("=+-@＝＋－＠")
    return name[1:] if name.startswith("'") and is_formula and rest else name


def expect(found, folder, market):
    expected = truth(folder, market)
    assert found == expected, sorted(set(found.items()) ^ set(expected.items()))[:5]
