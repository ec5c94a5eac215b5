"""Every cell of every sheet of the workbooks of a folder, looked at once; prints microseconds on the processor."""
import sys
import time
from pathlib import Path

from openpyxl import load_workbook

best = None
for _ in range(3):
    start = time.process_time()
    for path in sorted(Path(sys.argv[1]).glob("*.xlsx")):
        book = load_workbook(path, read_only=True, data_only=True)
        for sheet in book.worksheets:
            for row in sheet.iter_rows(values_only=True):
                for value in row:
                    pass
        book.close()
    spent = time.process_time() - start
    best = spent if best is None else min(best, spent)
print(round(best * 1_000_000))
