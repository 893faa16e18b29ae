"""Opens one workbook in a process of its own, under limits, and writes its rows as JSON lines (打开工作簿).

Run as a script: `opening.py WORKBOOK OUTPUT MEMORY SECONDS CELLS`. A workbook that asks for more memory than allowed
ends this process, not the one that asked. The first line of the output lists the sheets; each line after it is
`[sheet, line, [cells], [places]]`, cells as text, lines as a spreadsheet numbers them; at the places the first cell of
a merged range was filled down.
"""

import contextlib
import json
import sys
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice

EXACT = 1e15
"""Beyond it a spreadsheet no longer keeps every digit of a whole number."""
PEEP = 12
"""How many rows of a hidden sheet are looked at, to say whether a table was hidden."""


def main(workbook: str, output: str, memory: int, seconds: int, cells: int) -> None:
    """Write the rows of every visible sheet, of hidden ones the first; blank rows are left out, their numbers stay."""
    _limit(memory, seconds)
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    with CalamineWorkbook.from_path(workbook) as book, open(output, "w", encoding="utf-8") as file:
        sheets = [(sheet.name, sheet.visible == SheetVisibleEnum.Visible) for sheet in book.sheets_metadata]
        file.write(json.dumps(sheets, ensure_ascii=False) + "\n")
        for place, (_, visible) in enumerate(sheets):
            if "WorkSheet" in str(book.sheets_metadata[place].typ):
                _write(book.get_sheet_by_index(place), place, cells, None if visible else PEEP, file)


def _limit(memory: int, seconds: int) -> None:
    with contextlib.suppress(ImportError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _write(sheet, place: int, cells: int, most: int | None, file) -> None:  # type: ignore[no-untyped-def]
    last_row, last_column = sheet.end or (-1, -1)
    if (last_row + 1) * (last_column + 1) > cells:
        sys.exit(f"{last_row + 1} x {last_column + 1} cells")
    merged = _merged(sheet)
    first: dict[int, str] = {}
    for line, row in enumerate(islice(sheet.iter_rows(), most), start=1):
        texts = [workbook_cell_text(value) for value in row]
        if any(texts):
            filled = [column for column in merged.get(line, ()) if not texts[column] and first.get(column)]
            first |= {column: text for column, text in enumerate(texts) if text}
            whole = [first[column] if column in filled else text for column, text in enumerate(texts)]
            file.write(json.dumps([place, line, whole, filled], ensure_ascii=False) + "\n")


def _merged(sheet) -> dict[int, list[int]]:  # type: ignore[no-untyped-def]
    """Of each line the columns whose cells belong to a range that began in a line above."""
    below: dict[int, list[int]] = {}
    for (top, column), (bottom, _) in sheet.merged_cell_ranges or ():
        for line in range(top + 2, min(bottom + 1, (sheet.end or (-1, -1))[0] + 1) + 1):
            below.setdefault(line, []).append(column)
    return below


def workbook_cell_text(value: object) -> str:
    """A cell as text: numbers in plain digits, never 1e-05, dates as YYYY-MM-DD, truths as 1 and 0.

    Whole numbers of 16 digits and more, of which a spreadsheet keeps 15, are written as 9.132028e+17: digits are lost.
    """
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and abs(value) >= EXACT:
        mantissa, _, power = format(value, ".14e").partition("e")
        return f"{mantissa.rstrip('0').rstrip('.')}e{power}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else str(value).strip()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6]))
