"""The relative table as text."""

from __future__ import annotations

from lakeform.loadbench.results import Measurement, Results

_COLUMNS = (
    ("target", "<"),
    ("kind", "<"),
    ("layout", "<"),
    ("workers", ">"),
    ("cold images/s", ">"),
    ("relative", ">"),
    ("warm images/s", ">"),
    ("relative", ">"),
    ("warm MB/s", ">"),
)


def text(results: Results) -> str:
    """A row a case; the rates relative to EFS where there is one, else to the first target."""
    pairs = list(zip(results.measurements[::2], results.measurements[1::2], strict=True))
    rows = [_row(results, cold, warm) for cold, warm in pairs]
    lines = [[title for title, _ in _COLUMNS], *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_COLUMNS))]
    table = [
        "  ".join(
            f"{cell:{align}{width}}"
            for cell, (_, align), width in zip(line, _COLUMNS, widths, strict=True)
        ).rstrip()
        for line in lines
    ]
    return "\n".join([*table, "", _how(results), *_notes(results)]) + "\n"


def reference_name(results: Results) -> str:
    """What is 1 in the table."""
    efs = next((each.case.target for each in results.measurements if each.is_efs), None)
    first = results.measurements[0].case.target if results.measurements else "-"
    return f"EFS ({efs})" if efs is not None else first


def _row(results: Results, cold: Measurement, warm: Measurement) -> list[str]:
    return [
        cold.case.target,
        cold.kind,
        cold.case.layout,
        str(cold.case.workers),
        f"{cold.samples_a_second:,.0f}{'*' if cold.note else ''}",
        _times(results.relative(cold)),
        f"{warm.samples_a_second:,.0f}{'*' if warm.note else ''}",
        _times(results.relative(warm)),
        f"{warm.bytes / warm.seconds / 1e6:,.1f}" if warm.seconds else "-",
    ]


def _times(relative: float | None) -> str:
    return "-" if relative is None else f"{relative:.2f}"


def _how(results: Results) -> str:
    options = results.options
    order = "shuffled" if options.shuffle else "in order"
    decoded = "decoded" if options.decode else "not decoded"
    return (
        f"relative: {reference_name(results)} = 1, for the same layout and workers. "
        f"Images {order}, {decoded}; a pass of at most {options.seconds:g} s."
    )


def _notes(results: Results) -> list[str]:
    return [
        f"* {each.case}, {each.temperature}: {each.note}"
        for each in results.measurements
        if each.note
    ]
