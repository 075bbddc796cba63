"""Whether a data frame library reads the same numbers from tidy and wide CSV.

    frames.py pandas|polars FOLDER
"""

import sys

from truth import MARKETS, bare, bits, expect

library, folder = sys.argv[1], sys.argv[2]
KEYS = ["scenario", "region", "product"]


def by_pandas(path):
    import pandas

    # Names stay as they are, "NA" too.
    texts = {key: str for key in [*KEYS, "unit"]}
    table = pandas.read_csv(path, float_precision="round_trip", keep_default_na=False, dtype=texts)
    return list(table.columns), table.itertuples(index=False, name=None)


def by_polars(path):
    import polars

    texts = {key: polars.String for key in [*KEYS, "unit"]}
    table = polars.read_csv(path, schema_overrides=texts)
    return table.columns, table.iter_rows()


read = {"pandas": by_pandas, "polars": by_polars}[library]
for market in MARKETS:
    names, rows = read(f"{folder}/{market}/csv.csv")
    assert names == [*KEYS, "year", "value", "unit", "status"], names
    tidy = {(*map(bare, row[:3]), row[3]): bits(row[4]) for row in rows}
    expect(tidy, folder, market)
    names, rows = read(f"{folder}/{market}/wide.csv")
    assert names[:4] == [*KEYS, "unit"], names
    wide = {
        (*map(bare, row[:3]), int(year)): bits(value) for row in rows for year, value in zip(names[4:], row[4:])
    }
    expect(wide, folder, market)
