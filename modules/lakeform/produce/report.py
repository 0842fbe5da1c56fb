"""What came of sending: counts, for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Literal

from lakeform.errors import LakeformError

Ending = Literal["done", "interrupted", "failed"]


@dataclass(frozen=True)
class Report:
    """What was sent.

    Attributes:
        sent: records that the service has taken.
        bytes: as the service counts them.
        requests: to the service, those included that it refused.
        seconds: from the first to the last.
        refused: the service's word → how often it refused a record, which was sent again.
        anomalies: kind → records sent that are wrong on purpose.
        failure: why it ended early; the records of the last batch may or may not have been taken.
    """

    sent: int = 0
    bytes: int = 0
    requests: int = 0
    seconds: float = 0.0
    refused: Mapping[str, int] = field(default_factory=dict)
    anomalies: Mapping[str, int] = field(default_factory=dict)
    ending: Ending = "done"
    failure: LakeformError | None = None

    @property
    def rate(self) -> float:
        """Records a second."""
        return self.sent / self.seconds if self.seconds else 0.0


def text(report: Report, target: object) -> str:
    """The report in a few lines."""
    noun = "record" if report.sent == 1 else "records"
    lines = [
        f"{report.sent:,} {noun} sent to {target} in {report.seconds:.1f} s: "
        f"{report.rate:,.1f} a second, {report.bytes / 1024:,.1f} KiB, {report.requests:,} requests"
    ]
    if report.refused:
        lines.append(f"refused, and sent again: {_counts(report.refused)}")
    if report.anomalies:
        lines.append(f"wrong on purpose: {_counts(report.anomalies)}")
    return "\n".join(lines) + "\n"


def to_json(report: Report, target: object) -> dict[str, object]:
    """The report for programs."""
    failure = None if report.failure is None else report.failure.message
    return {"target": str(target), **asdict(replace(report, failure=None)), "failure": failure}


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in sorted(counts.items()))
