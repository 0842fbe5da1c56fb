"""What was measured, saved after every case."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from lakeform.errors import InputError, ToolError
from lakeform.loadbench.samples import Layout

FORMAT = 1
FILE = "bench-load.json"

Temperature = Literal["cold", "warm"]


@dataclass(frozen=True)
class Options:
    """How is measured.

    Attributes:
        workers: numbers of worker processes, each a case.
        samples: items that a case reads at most.
        seconds: that a pass lasts at most.
        shuffle: in a random order, a new one each epoch.
        decode: images to pixels.
        seed: of the random order and choice.
    """

    workers: tuple[int, ...] = (1, 8)
    samples: int = 2000
    seconds: float = 30.0
    shuffle: bool = True
    decode: bool = True
    seed: int = 1


@dataclass(frozen=True)
class Case:
    """One thing to measure."""

    target: str
    layout: Layout
    workers: int

    def __str__(self) -> str:
        workers = "1 worker" if self.workers == 1 else f"{self.workers} workers"
        return f"{self.target}, {self.layout}, {workers}"


@dataclass(frozen=True)
class Measurement:
    """One pass of one case. `note` says what keeps it from being what it is called."""

    case: Case
    temperature: Temperature
    kind: str
    is_efs: bool
    samples: int
    bytes: int
    seconds: float
    note: str = ""

    @property
    def samples_a_second(self) -> float:
        """The rate."""
        return self.samples / self.seconds if self.seconds else 0.0


@dataclass(frozen=True)
class Results:
    """All measurements of one run, in the order in which they were made."""

    options: Options
    machine: Mapping[str, str]
    measurements: tuple[Measurement, ...] = field(default=())

    def done(self, case: Case) -> bool:
        """Whether both passes of a case are measured."""
        return sum(each.case == case for each in self.measurements) == 2

    def with_(self, *more: Measurement) -> Results:
        """These results and more."""
        return replace(self, measurements=(*self.measurements, *more))

    def reference(self, of: Measurement) -> Measurement | None:
        """What a measurement is compared with: the EFS of the same kind of case or, without one,
        the first target."""
        alike = [
            each
            for each in self.measurements
            if (each.case.layout, each.case.workers, each.temperature)
            == (of.case.layout, of.case.workers, of.temperature)
        ]
        efs = [each for each in alike if each.is_efs]
        return (efs or alike or [None])[0]  # type: ignore[list-item]

    def relative(self, of: Measurement) -> float | None:
        """The rate, with that of the reference as 1."""
        reference = self.reference(of)
        if reference is None or not reference.samples_a_second:
            return None
        return of.samples_a_second / reference.samples_a_second


def save(results: Results, folder: Path) -> Path:
    """Write the results so that a reader, and a crash, see all of them or the former ones."""
    file = folder / FILE
    partial = file.with_suffix(".partial")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with partial.open("w", encoding="utf-8") as stream:
            json.dump(to_json(results), stream, indent=2)
            stream.write("\n")
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(file)
    except OSError as error:
        raise ToolError(f"{file} can't be written: {error.strerror}") from error
    return file


def to_json(results: Results) -> dict[str, Any]:
    """The results as data, with their rates."""
    return {
        "format": FORMAT,
        "machine": dict(results.machine),
        "options": asdict(results.options),
        "measurements": [
            {
                **asdict(each),
                "samples_a_second": round(each.samples_a_second, 2),
                "relative": results.relative(each),
            }
            for each in results.measurements
        ],
    }


def load(folder: Path, options: Options) -> Results | None:
    """Results of an interrupted run, to go on from; None if there are none.

    Raises:
        InputError: they were measured with other options, or the file isn't one of ours.
    """
    file = folder / FILE
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise InputError(f"{file} can't be read: {error}", hint=_OTHER) from error
    try:
        found = _from_json(data)
    except (KeyError, TypeError) as error:
        raise InputError(f"{file} holds no results of this version", hint=_OTHER) from error
    if found.options != options:
        raise InputError(f"{file} was measured with other options", hint=_OTHER)
    return found


_OTHER = "measure anew with --fresh, or into another folder with -o"


def _from_json(data: dict[str, Any]) -> Results:
    if data["format"] != FORMAT:
        raise KeyError("format")
    options = Options(**{**data["options"], "workers": tuple(data["options"]["workers"])})
    return Results(
        options,
        data["machine"],
        tuple(_measurement(entry) for entry in data["measurements"]),
    )


def _measurement(entry: dict[str, Any]) -> Measurement:
    known = {key: value for key, value in entry.items() if key in Measurement.__dataclass_fields__}
    return Measurement(**{**known, "case": Case(**entry["case"])})
