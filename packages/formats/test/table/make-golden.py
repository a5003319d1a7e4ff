"""Writes the tables of golden/ with astropy and pyarrow: python3 make-golden.py, where there are both.

One table in every format, and FITS columns that the others have not. expected.json has its values:
integers as text, since JSON's readers round them; null where a value is missing.
"""
import gzip
import json
import warnings
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from astropy import units as u
from astropy.io import fits
from astropy.io.votable import from_table
from astropy.table import Column, MaskedColumn, Table

warnings.simplefilter("ignore")
golden = Path(__file__).parent / "golden"
names = ["M 31", "", 'a "quoted", one', "<&> 'x'", "NGC 5139", "null island", " lead", "7"]
rows = len(names)
ids = np.array([2**62 + 1, -(2**60), 9007199254740993, 4, 5, 6, 7, 2**63 - 1], dtype=np.int64)

table = Table()
table["id"] = Column(ids, description="An id: beyond what a double holds")
table["name"] = Column(names, dtype="U20", description="What people call it; 'quoted', with: a colon, {braces} and enough words that the head of a file must break the line")
table["ra"] = Column(np.linspace(0, 359.9, rows), unit=u.deg, meta={})
table["dec"] = Column(np.linspace(-89.5, 89.5, rows), unit=u.deg)
table["mag"] = Column(np.array([1.1, np.nan, 3.3, 14.25, 5e-30, -6, 7, 3.4e38], dtype=np.float32), unit=u.mag)
table["n"] = MaskedColumn(np.array([1, -2, 3, 4, 5, 32767, -32768, 8], dtype=np.int16), mask=[0, 0, 1, 0, 0, 0, 0, 1])
table["big"] = Column(np.array([2**31 - 1, -(2**31), 0, 1, 2, 3, 4, 5], dtype=np.int32))
table["flag"] = Column(np.array([True, False] * 4))
table["vec"] = Column(np.arange(3 * rows, dtype=np.float64).reshape(rows, 3) / 7)
table["n"].fill_value = -99


def plain(value):
    if value is np.ma.masked:
        return None
    if isinstance(value, np.ndarray):
        return [plain(one) for one in value]
    if isinstance(value, (np.bool_, bool)):
        return bool(value)
    if isinstance(value, np.integer):
        return str(value)
    if isinstance(value, np.floating):
        return float(value) if np.isfinite(value) else None
    return str(value) if str(value).strip() else None


expected = {
    "columns": [[name, str(table[name].unit or "") or None] for name in table.colnames],
    "rows": [[plain(table[name][i]) for name in table.colnames] for i in range(rows)],
}
(golden / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")

table.write(golden / "table.fits.gz", overwrite=True)
table.write(golden / "table.ecsv", overwrite=True)
table.write(golden / "table-commas.ecsv", delimiter=",", overwrite=True)
for kind in ("tabledata", "binary", "binary2"):
    votable = from_table(table)
    votable.get_first_table().get_field_by_id_or_name("n").values.null = -99
    votable.to_xml(str(golden / f"table-{kind}.vot"), tabledata_format=kind)
flat = table.copy()
flat.remove_column("vec")
flat.write(golden / "table.csv", overwrite=True)

arrow = pa.table(
    {
        name: pa.array(
            [None if table[name][i] is np.ma.masked else table[name][i] for i in range(rows)],
            type={"id": pa.int64(), "name": pa.string(), "mag": pa.float32(), "n": pa.int16(),
                  "big": pa.int32(), "flag": pa.bool_(), "vec": pa.list_(pa.float64())}.get(name, pa.float64()),
        )
        for name in table.colnames
    }
)
for codec in ("snappy", "gzip", "zstd", "none"):
    pq.write_table(arrow, golden / f"table-{codec}.parquet", compression=codec, row_group_size=5, store_schema=False)

# Columns that only FITS has: unsigned, scaled, of bits, complex, of variable length, texts in arrays.
columns = [
    fits.Column("u16", "I", bzero=32768, array=np.array([0, 65535], dtype=np.uint16)),
    fits.Column("u32", "J", bzero=2**31, array=np.array([0, 2**32 - 1], dtype=np.uint32)),
    fits.Column("s8", "B", bzero=-128, array=np.array([-128, 127], dtype=np.int8)),
    fits.Column("scaled", "I", array=np.array([0, 5], dtype=np.int16)),
    fits.Column("bits", "11X", array=np.ones((2, 11), dtype=bool)),
    fits.Column("complex", "C", array=np.array([1 + 2j, 3])),
    fits.Column("var", "PE()", array=np.array([np.arange(3), np.arange(1)], dtype=object)),
    fits.Column("words", "12A", dim="(4,3)", array=np.array([["a", "bc", "def"], ["x", "", "wxyz"]])),
    fits.Column("after", "K", array=np.array([11, 2**60 + 1])),
]
table = fits.BinTableHDU.from_columns(columns)
primary = fits.PrimaryHDU(np.zeros((3, 3), dtype=np.float32))
odd = golden / "odd.fits"
fits.HDUList([primary, table]).writeto(odd, overwrite=True)
for key, value in {"TSCAL4": 0.5, "TZERO4": 10.0}.items():
    fits.setval(odd, key, value=value, ext=1)
(golden / "odd.fits.gz").write_bytes(gzip.compress(odd.read_bytes(), mtime=0))
odd.unlink()
