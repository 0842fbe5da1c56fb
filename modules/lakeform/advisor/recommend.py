"""Which storage suits a data set: all configurations computed, the best one of each ranked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lakeform.advisor.facts import Facts
from lakeform.advisor.model import Limit, Machine, cached_share, copy_seconds, read_rate
from lakeform.advisor.storages import STORAGES, Kind, Option
from lakeform.advisor.workload import GIB, MIB, DataSet
from lakeform.errors import InputError


@dataclass(frozen=True)
class Estimate:
    """One configuration, computed for one data set.

    Attributes:
        copy_s: seconds until the data is there; 0 where it needn't be copied.
        first_epoch_s: the very first epoch, with the copying.
        cold_epoch_s: the first epoch of each later run.
        later_epoch_s: all other epochs.
        limits: what limits the very first, the cold and the later epochs.
        samples_a_second: over the month's epochs, without the copying.
        hours: of a month, spent loading, with the copying.
        storage_usd: a month.
        requests_usd: a month, requests and transfer.
        waiting_usd: a month, of all clients while they load.
        reasons: why it can't be recommended; none if it can.
    """

    option: Option
    copy_s: float
    first_epoch_s: float
    cold_epoch_s: float
    later_epoch_s: float
    limits: tuple[Limit, Limit, Limit]
    samples_a_second: float
    hours: float
    storage_usd: float
    requests_usd: float
    waiting_usd: float
    reasons: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """The storage."""
        return self.option.kind

    @property
    def usd(self) -> float:
        """A month, all together."""
        return self.storage_usd + self.requests_usd + self.waiting_usd


@dataclass(frozen=True)
class Recommendation:
    """The best configuration of each storage, and each declared file system, best first.

    Attributes:
        winner: the first; None where nothing fits a month and the budget.
    """

    data: DataSet
    facts: Facts
    machine: Machine
    ranked: tuple[Estimate, ...]

    @property
    def winner(self) -> Estimate | None:
        """What `storage: auto` uses."""
        best = self.ranked[0]
        return None if best.reasons else best

    def of(self, kind: Kind) -> Estimate | None:
        """The best configuration of one storage that would be made; None where the data doesn't fit
        there."""
        made = (estimate for estimate in self.ranked if not estimate.option.declared)
        return next((estimate for estimate in made if estimate.kind == kind), None)


def recommend(data: DataSet, facts: Facts, declared: Iterable[Option] = ()) -> Recommendation:
    """Compute all configurations of all storages, and rank the best of each.

    Args:
        declared: file systems that are there anyway and can hold the data; each is ranked.

    Raises:
        InputError: the data set is empty, or nothing reads it.
    """
    _check(data)
    machine = machine_of(data, facts)
    considered = [*declared, *(o for options in STORAGES for o in options(data, machine, facts))]
    best: dict[str, Estimate] = {}
    for option in considered:
        estimate = evaluate(data, option, machine, facts)
        before = best.get(option.title)
        if before is None or _rank(estimate, data) < _rank(before, data):
            best[option.title] = estimate
    # Of equals, what is declared comes first: there is nothing to make.
    ranked = sorted(best.values(), key=lambda estimate: _rank(estimate, data))
    return Recommendation(data, facts, machine, tuple(ranked))


def evaluate(data: DataSet, option: Option, machine: Machine, facts: Facts) -> Estimate:
    """One configuration: the times, the limits, the cost of a month in which the data is brought
    there once."""
    cached = cached_share(data, option.reading, machine)
    first = read_rate(data, option.first, machine)
    cold = read_rate(data, option.reading, machine)
    later = read_rate(data, option.reading, machine, cached)
    copy_s = 0.0 if option.copying is None else copy_seconds(data, option.copying, machine)

    passes = _passes(data)
    seconds = tuple(data.files / rate.samples_a_second for rate in (first, cold, later))
    reading_s = sum(count * each for count, each in zip(passes, seconds, strict=True))
    hours = (copy_s + reading_s) / 3600
    misses = passes[0] + passes[1] + passes[2] * (1 - cached)
    waiting = hours * data.clients * machine.usd_an_hour
    requests = option.usd_to_fill + misses * option.usd_a_pass
    return Estimate(
        option=option,
        copy_s=copy_s,
        first_epoch_s=copy_s + seconds[0],
        cold_epoch_s=seconds[1],
        later_epoch_s=seconds[2],
        limits=(first.limit, cold.limit, later.limit),
        samples_a_second=data.files * data.epochs_a_month / reading_s,
        hours=hours,
        storage_usd=option.storage_usd,
        requests_usd=requests,
        waiting_usd=waiting,
        reasons=tuple(_reasons(data, hours, option.storage_usd + requests, facts)),
    )


def machine_of(data: DataSet, facts: Facts) -> Machine:
    """The data set's client; what it doesn't say is taken from the facts."""
    said = data.machine
    network = _or(said.network_gbps, facts["client.network_gbps"])
    decode = facts["client.decode_ms_a_mib"] * data.file_bytes / MIB
    return Machine(
        network_mb_s=network * 1000 / 8,
        ebs_mb_s=_or(said.ebs_mb_s, facts["client.ebs_mb_s"]),
        cache_bytes=_or(said.cache_gib, facts["client.cache_gib"]) * GIB,
        usd_an_hour=_or(said.usd_an_hour, facts["client.usd_an_hour"]),
        decode_ms=_or(data.decode_ms, decode),
    )


def _or(said: float | None, otherwise: float) -> float:
    return otherwise if said is None else said


def _passes(data: DataSet) -> tuple[float, float, float]:
    """Passes over the data in a month: the very first, the first of later runs, all others."""
    runs = data.runs_a_month
    total = data.epochs_a_month
    first = min(1.0, total)
    cold = max(0.0, min(runs - 1, total - first))
    return first, cold, max(0.0, total - first - cold)


def _reasons(data: DataSet, hours: float, usd: float, facts: Facts) -> list[str]:
    reasons = []
    runs = "1 run takes" if data.runs_a_month == 1 else f"{data.runs_a_month:g} runs take"
    if hours > facts["month.hours"]:
        reasons.append(f"{runs} {hours:,.0f} hours, more than a month has")
    if data.budget_usd_a_month is not None and usd > data.budget_usd_a_month:
        reasons.append(f"storage and requests are above {data.budget_usd_a_month:,.0f} USD")
    return reasons


def _rank(estimate: Estimate, data: DataSet) -> tuple[float, ...]:
    """Smaller is better. What can't be recommended comes last, whatever it costs."""
    first, second = estimate.usd, estimate.hours
    if data.goal == "fastest":
        first, second = second, first
    return (len(estimate.reasons), first, second)


def _check(data: DataSet) -> None:
    for name in ("files", "mean_file_kib", "epochs", "runs_a_month", "clients", "workers"):
        if not getattr(data, name) > 0:
            raise InputError(f"data set `{data.name}`: {name} must be above 0")
