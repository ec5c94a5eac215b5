"""Columns in and out, by way of the Arrow C data interface (needs pyarrow); never by way of a binary float."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Optional

from ._findings import Finding, Rejected, Text

if TYPE_CHECKING:
    from ._thidua import Run, Sheet


def fill(sheet: "Sheet", table: Any, entrant: str = "entrant", *, stage: Optional[str] = None) -> None:
    """Fills a sheet from a table: one row an entrant, one column an input.

    `table` is a dict of lists, or whatever speaks Arrow's C stream: a table of pyarrow, polars, DuckDB, pandas (2.2 and
    later). Whole numbers, decimals, texts, booleans, days and lists of these are taken as they are, nulls are blank.
    Columns of binary floats and of moments in time are refused, each once. What is right is kept.
    """
    import pyarrow

    columns = pyarrow.table(table)
    if entrant not in columns.column_names:
        raise Rejected([_no_column(entrant, columns.column_names)])
    ids = columns.column(entrant).cast(pyarrow.string()).to_pylist()
    findings: List[Finding] = []
    if None in ids:
        findings.append(_no_id(entrant, ids.index(None) + 1))
    else:
        for name, column in zip(columns.column_names, columns.columns):
            if name == entrant:
                continue
            why = _unfit(column.type)
            if why is not None:
                findings.append(_refused(name, str(column.type), why))
                continue
            try:
                sheet.column(name, zip(ids, column.to_pylist()), stage=stage)
            except Rejected as refused:
                findings.extend(refused.findings)
    if findings:
        raise Rejected(findings)


def arrow(run: "Run") -> Any:
    """The results as a table of pyarrow: text for exact numbers and ids, whole numbers for places, null for nothing."""
    import pyarrow

    columns = run.columns()
    places = {name: name.startswith("place:") for name in columns}
    types = {name: pyarrow.int64() if placed else pyarrow.string() for name, placed in places.items()}
    arrays = {name: pyarrow.array(column, type=types[name]) for name, column in columns.items()}
    return pyarrow.table(arrays)


def pandas(run: "Run") -> Any:
    """The results as a DataFrame whose columns keep Arrow's types: a place with gaps becomes no float."""
    import pandas

    return arrow(run).to_pandas(types_mapper=pandas.ArrowDtype)


def _unfit(kind: Any) -> Optional[Text]:
    import pyarrow.types as types

    if types.is_dictionary(kind):
        return _unfit(kind.value_type)
    if types.is_list(kind) or types.is_large_list(kind):
        return _unfit(kind.value_type)
    if types.is_floating(kind):
        return Text(
            "ép cột sang `decimal128` hoặc chữ ngay ở nguồn: số thực nhị phân không giữ đúng số đã ghi",
            "make it `decimal128` or text where it is read: a binary float does not hold the number that was written",
        )
    fits = (types.is_integer, types.is_decimal, types.is_string, types.is_large_string, types.is_boolean)
    if any(fit(kind) for fit in fits) or types.is_date(kind) or types.is_null(kind) or "string_view" in str(kind):
        return None
    return Text(
        "dùng số nguyên, `decimal128`, chữ, đúng sai hoặc ngày (date32)",
        "use whole numbers, `decimal128`, text, booleans or days (date32)",
    )


def _finding(code: str, input: Optional[str], message: Text, help: Text) -> Finding:
    return Finding(code, "error", "(table)", None, None, None, input, message, help)


def _refused(name: str, kind: str, help: Text) -> Finding:
    message = Text(f"cột `{name}` kiểu `{kind}` không nhận được", f"the column `{name}` of type `{kind}` cannot be taken")
    return _finding("TD0410", name, message, help)


def _no_column(entrant: str, names: List[str]) -> Finding:
    known = "`, `".join(names)
    return _finding(
        "TD0401",
        None,
        Text(f"bảng không có cột `{entrant}`", f"the table has no column `{entrant}`"),
        Text(
            f"ghi tên cột chứa mã đơn vị bằng `entrant=`; bảng có `{known}`",
            f"name the column of ids with `entrant=`; the table has `{known}`",
        ),
    )


def _no_id(entrant: str, row: int) -> Finding:
    return _finding(
        "TD0404",
        None,
        Text(f"dòng {row} chưa có mã đơn vị ở cột `{entrant}`", f"row {row} names no entrant in the column `{entrant}`"),
        Text("điền mã của đơn vị", "fill in the id of the entrant"),
    )
