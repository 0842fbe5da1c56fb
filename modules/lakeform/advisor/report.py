"""Recommendations as text and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lakeform.advisor.facts import Facts
from lakeform.advisor.recommend import Estimate, Recommendation
from lakeform.advisor.storages import Kind
from lakeform.advisor.workload import GIB, DataSet
from lakeform.figures import Figure

PRIOR_OF: dict[Kind, str] = {
    "s3": "s3",
    "s3_connector": "s3",
    "efs": "efs",
    "ebs": "ebs",
    "lustre": "lustre",
}
"""Storage → its key in the prior, which doesn't know S3 Express."""

_MORE = "`lakeform advise --figures` adds what the sums are made of, and all figures with sources."

_COLUMNS = (
    ("", ">"),
    ("storage", "<"),
    ("first epoch", ">"),
    ("later", ">"),
    ("images/s", ">"),
    ("EFS=1", ">"),
    ("prior", ">"),
    ("limited by", "<"),
    ("hours", ">"),
    ("USD/month", ">"),
)
"""Title and alignment of the table's columns."""


def text(
    recommendations: Sequence[Recommendation],
    pinned: Mapping[str, str],
    *,
    with_figures: bool = False,
) -> str:
    """All data sets' tables, and after them once what the columns mean.

    Args:
        pinned: data set → the storage that its section asks for, where that isn't `auto`.
        with_figures: what each USD is made of, and every figure with its source, as well.
    """
    blocks = [_block(each, pinned.get(each.data.name), with_figures) for each in recommendations]
    facts = recommendations[0].facts
    ending = _figures(facts) if with_figures else _MORE
    return "\n\n".join([*blocks, _legend(facts, with_figures), ending]) + "\n"


def to_json(recommendations: Sequence[Recommendation]) -> dict[str, Any]:
    """The same as data."""
    facts = recommendations[0].facts
    return {
        "facts": {"collected": facts.collected.isoformat(), "region": facts.region},
        "prior": {"title": facts.prior_title, "relative": dict(facts.prior)},
        "data_sets": {each.data.name: _json(each) for each in recommendations},
        "figures": {
            figure.key: {
                "value": figure.value,
                "note": figure.note,
                "source": figure.source.title,
                "kind": figure.source.kind,
                "dated": None if figure.source.dated is None else figure.source.dated.isoformat(),
                "confirmed": figure.confirmed,
            }
            for _, figure in sorted(facts.figures.items())
        },
    }


def relative(recommendation: Recommendation, estimate: Estimate) -> float | None:
    """Images a second, EFS = 1."""
    efs = recommendation.of("efs")
    return None if efs is None else estimate.samples_a_second / efs.samples_a_second


def _json(recommendation: Recommendation) -> dict[str, Any]:
    winner = recommendation.winner
    return {
        "winner": None if winner is None else _reference(winner),
        "goal": recommendation.data.goal,
        "ranked": [
            {
                "storage": _reference(estimate),
                "configuration": estimate.option.detail,
                "copy_seconds": round(estimate.copy_s, 1),
                "first_epoch_seconds": round(estimate.first_epoch_s, 1),
                "cold_epoch_seconds": round(estimate.cold_epoch_s, 1),
                "later_epoch_seconds": round(estimate.later_epoch_s, 1),
                "limits": dict(zip(("first", "cold", "later"), estimate.limits, strict=True)),
                "images_a_second": round(estimate.samples_a_second, 1),
                "relative": _rounded(relative(recommendation, estimate)),
                "prior": recommendation.facts.prior.get(PRIOR_OF.get(estimate.kind, "")),
                "hours_a_month": round(estimate.hours, 2),
                "usd_a_month": {
                    "storage": round(estimate.storage_usd, 2),
                    "requests": round(estimate.requests_usd, 2),
                    "waiting": round(estimate.waiting_usd, 2),
                    "total": round(estimate.usd, 2),
                },
                "not_recommended": list(estimate.reasons),
            }
            for estimate in recommendation.ranked
        ],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _block(recommendation: Recommendation, pinned: str | None, with_figures: bool) -> str:
    rows = [
        _row(position, recommendation, estimate)
        for position, estimate in enumerate(recommendation.ranked, start=1)
    ]
    lines = [_heading(recommendation.data), "", _table(rows), ""]
    if with_figures:
        lines += [*(_details(estimate) for estimate in recommendation.ranked), ""]
    else:
        refused = [each for each in recommendation.ranked if each.reasons]
        lines += [f"  not {each.option.title}: {'; '.join(each.reasons)}" for each in refused]
        lines += [""] if refused else []
    return "\n".join([*lines, _verdict(recommendation, pinned)])


def _details(estimate: Estimate) -> str:
    """What the row is about, and what its USD are made of."""
    sums = (
        f"{estimate.storage_usd:,.2f} storage + {estimate.requests_usd:,.2f} requests + "
        f"{estimate.waiting_usd:,.2f} waiting"
    )
    lines = [f"  {estimate.option.name}: {sums}"]
    lines += [f"    not recommended: {reason}" for reason in estimate.reasons]
    return "\n".join(lines)


def _heading(data: DataSet) -> str:
    shards = "" if data.shard_mib is None else f" in shards of {data.shard_mib:g} MiB"
    size = data.bytes / GIB
    goal = {"cheapest": "least USD a month", "fastest": "least loading time"}[data.goal]
    return (
        f"{data.name}: {data.files:,} images of {data.mean_file_kib:g} KiB{shards}, "
        f"{size:,.1f} GiB in {data.home.upper()}\n"
        f"  {data.epochs} epochs x {data.runs_a_month:g} runs a month, "
        f"{data.clients} clients x {data.workers} workers; best is {goal}"
    )


def _row(position: int, recommendation: Recommendation, estimate: Estimate) -> list[str]:
    first, _, later = estimate.limits
    ratio = relative(recommendation, estimate)
    prior = recommendation.facts.prior.get(PRIOR_OF.get(estimate.kind, ""), "-")
    return [
        "-" if estimate.reasons else str(position),
        estimate.option.title,
        duration(estimate.first_epoch_s),
        duration(estimate.later_epoch_s),
        f"{estimate.samples_a_second:,.0f}",
        "-" if ratio is None else f"{ratio:.2f}",
        prior,
        later if first == later else f"{first}, then {later}",
        f"{estimate.hours:,.1f}",
        f"{estimate.usd:,.2f}",
    ]


def _verdict(recommendation: Recommendation, pinned: str | None) -> str:
    winner = recommendation.winner
    if winner is None:
        best = "No storage can be recommended: more workers, larger shards or more budget help."
        return best if pinned is None else f"{best}\n  `storage: {pinned}` pins one all the same."
    if pinned is None:
        return (
            f"Recommended: {winner.option.name}.\n"
            f"  `storage: auto` uses it; `storage: {_reference(winner)}` pins the storage."
        )
    if pinned == _reference(winner):
        return f"Recommended: {winner.option.name}.\n  `storage: {pinned}` pins that storage."
    return (
        f"Recommended: {winner.option.name}.\n"
        f"  `storage: {pinned}` is used, as the file pins it; `storage: auto` would take "
        f"{winner.option.title}{_saved(recommendation, winner, pinned)}."
    )


def _reference(estimate: Estimate) -> str:
    """What `storage` calls it."""
    return estimate.option.declared or estimate.kind


def _saved(recommendation: Recommendation, winner: Estimate, pinned: str) -> str:
    """What the advisor's choice costs beside the pinned one's, if that can hold the data."""
    now = next((each for each in recommendation.ranked if _reference(each) == pinned), None)
    if now is None:
        return ""
    return (
        f": {winner.usd:,.2f} USD a month instead of {now.usd:,.2f}, "
        f"{winner.hours:,.1f} hours instead of {now.hours:,.1f}"
    )


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as they must be; numbers to the right."""
    lines = [[title for title, _ in _COLUMNS], *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_COLUMNS))]
    aligned = (
        "  ".join(
            f"{cell:{align}{width}}"
            for cell, (_, align), width in zip(line, _COLUMNS, widths, strict=True)
        ).rstrip()
        for line in lines
    )
    return "\n".join(aligned)


def duration(seconds: float) -> str:
    """`4h 12m`, `3m 05s`, `12 s`, `0.4 s`."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes}m {rest:02d}s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours:,}h {minutes:02d}m"


def _legend(facts: Facts, with_figures: bool) -> str:
    waiting = (
        "waiting: the clients' price while they load, as if they did nothing else meanwhile.\n"
    )
    return (
        "first epoch: with copying the data there, where it must be; later: with warm clients.\n"
        "images/s and hours: over a month; hours and USD with the copying, once.\n"
        f"{waiting if with_figures else ''}"
        f"prior: {facts.prior_title}; it decides nothing."
    )


def _figures(facts: Facts) -> str:
    """Every figure with its source's key and date, and the sources after them."""
    figures = [facts.figures[key] for key in sorted(facts.figures)]
    lines = [
        f"Figures of {facts.file.name}, collected {facts.collected}, prices of {facts.region}; "
        "* isn't confirmed by the service:"
    ]
    for figure in figures:
        mark = " " if figure.confirmed else "*"
        note = f" ({figure.note})" if figure.note else ""
        source = f"{figure.source.key}, {_dated(figure)}"
        lines.append(f"{mark} {figure.key} = {figure.value:g}{note} [{source}]")
    lines.append("Sources:")
    sources = {figure.source.key: figure.source for figure in figures}
    lines += [f"  {key}: {source.title} ({source.kind})" for key, source in sorted(sources.items())]
    return "\n".join(lines)


def _dated(figure: Figure) -> str:
    return "undated" if figure.source.dated is None else figure.source.dated.isoformat()
