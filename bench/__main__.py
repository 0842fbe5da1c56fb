"""How fast lakeform synthesises, checks and reviews, beside its peers, in one run: `make bench`.

Whole processes, five runs of each after one that warms the caches, taken in turn so that a slow
spell of the machine falls on all of them; medians, and ratios of medians. The memory is taken in
the first run: the sum of what Python and Node each had resident at their most.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from plans import grown, plan_example

ROOT = Path(__file__).resolve().parent.parent
PEER = ROOT / ".cache" / "bench-peer"
LIMITS = {
    "synth / import cdktf": ("at most", 2.0),
    "prebuilt provider / synth": ("at least", 15.0),
    "synth, MB": ("at most", 200.0),
    "10,000 tables, s": ("at most", 12.0),
    "10,000 tables / 1,000 tables": ("at most", 12.0),
    "check, 250 resources, s": ("at most", 2.0),
    "check, 2,500 resources, s": ("at most", 7.0),
    "checkov's CLI / check, 2,500": ("at least", 2.0),
    "pull request, s": ("at most", 15.0),
}
"""What the project promises: name of the figure → bound. Ten times the tables may take at most
twelve times as long, which leaves the noise of a shared machine a fifth."""


@dataclass(frozen=True)
class Figure:
    """Median, smallest and largest time in seconds, and the peak memory in MB."""

    seconds: float
    fastest: float
    slowest: float
    megabytes: float


def measure(
    commands: dict[str, Sequence[str]], runs: int, fine: frozenset[int] = frozenset({0})
) -> dict[str, Figure]:
    """Run every command `runs` times, in turn, after one run that isn't counted.

    Args:
        fine: the exit codes with which a command may end.
    """
    memory = {name: _peak(command, fine) for name, command in commands.items()}
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            taken[name].append(_seconds(command, fine))
    return {
        name: Figure(statistics.median(seconds), min(seconds), max(seconds), memory[name])
        for name, seconds in taken.items()
    }


def _seconds(command: Sequence[str], fine: frozenset[int]) -> float:
    start = time.perf_counter()
    with _running(command, fine) as process:
        process.wait()
    return time.perf_counter() - start


def _peak(command: Sequence[str], fine: frozenset[int]) -> float:
    """The sum of the largest resident sets of a process and its descendants, in MB.

    They are read from `/proc` while it runs, because Node ends after us and nobody waits for it.
    """
    peaks: dict[int, int] = {}
    with _running(command, fine) as process:
        while process.poll() is None:
            for pid in _descendants(process.pid):
                with contextlib.suppress(OSError, IndexError):
                    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
                    peaks[pid] = int(status.split("VmHWM:")[1].split()[0])
            time.sleep(0.02)
    return sum(peaks.values()) / 1024


def _descendants(pid: int) -> Iterator[int]:
    yield pid
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="utf-8").split():
                yield from _descendants(int(child))


@contextlib.contextmanager
def _running(command: Sequence[str], fine: frozenset[int]) -> Iterator[subprocess.Popen[bytes]]:
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output)
        yield process
        if process.returncode not in fine:
            output.seek(0)
            sys.exit(f"{' '.join(command)}\n{output.read().decode(errors='replace')}")


def peer_python() -> Path:
    """A Python of its own for the prebuilt provider, which is no dependency of lakeform."""
    python = PEER / "bin" / "python"
    wanted = ROOT / "bench" / "requirements.txt"
    stamp = PEER / "installed"
    if not stamp.exists() or stamp.read_bytes() != wanted.read_bytes():
        print("installing the peer …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", PEER], check=True)
        install = [python, "-m", "pip", "install", "-q", "--require-hashes", "-r", wanted]
        subprocess.run(install, check=True)
        stamp.write_bytes(wanted.read_bytes())
    return python


def lake_of(tables: int, folder: Path) -> Path:
    """A lake with so many tables in ten databases."""
    lines = [
        "name: bench",
        "owner: bench",
        'environments: {dev: {account: "111111111111", region: us-east-1}}',
        "storage: {zones: {raw: {}}}",
        "catalog:",
        "  databases:",
    ]
    for database in range(10):
        lines += [f"    db{database}:", "      zone: raw", "      tables:"]
        lines += [
            f"        t{table}: {{format: parquet, columns: {{id: bigint, name: string, "
            "amount: 'decimal(10,2)'}, partitions: {day: date}}"
            for table in range(tables // 10)
        ]
    file = folder / f"lake-{tables}.yaml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def figures(runs: int) -> dict[str, Figure]:
    """All figures of the benchmark."""
    python = sys.executable
    peer = os.fspath(peer_python())
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        out = os.fspath(folder / "out")
        synth = [python, "-m", "lakeform", "synth", "-o", out, "-c"]
        small = measure(
            {
                "lakeform synth, default lake": [*synth, "lake.yaml"],
                "import cdktf": [python, "-c", "import cdktf"],
                "prebuilt provider, one bucket": [peer, "bench/peer.py", out + "-peer"],
            },
            runs,
        )
        large = measure(
            {
                f"lakeform synth, {count:,} tables": [*synth, os.fspath(lake_of(count, folder))]
                for count in (1_000, 10_000)
            },
            runs,
        )
        source = plan_example(folder)
        # Both end with 0 or 1, as they find something or not; a fault of lakeform's has 2 or 3.
        cli = [python, "-m", "checkov.main", "--framework", "terraform_plan", "--quiet", "-f"]
        gate: dict[str, Sequence[str]] = {}
        for count in (250, 2_500):
            plan = os.fspath(grown(source, count, folder))
            gate |= {
                f"lakeform check, {count:,} resources": [python, "-m", "lakeform", "check", plan],
                f"checkov's CLI, {count:,} resources": [*cli, plan],
            }
        judged = measure(gate, runs, frozenset({0, 1}))
        # All that a pull request is checked by: synthesise, init with the provider in the cache
        # after the run that isn't counted, plan, gate, review.
        review = [python, "-m", "lakeform", "review", "-c", "lake.yaml", "-e", "dev", "--out", out]
        whole = measure({"lakeform review, default lake": review}, runs, frozenset({0, 1}))
    return small | large | judged | whole


def verdicts(found: dict[str, Figure]) -> dict[str, float]:
    """The figures that are promised, by the names of `LIMITS`."""
    synth = found["lakeform synth, default lake"]
    ten = found["lakeform synth, 10,000 tables"].seconds
    large = found["lakeform check, 2,500 resources"]
    return {
        "synth / import cdktf": synth.seconds / found["import cdktf"].seconds,
        "prebuilt provider / synth": found["prebuilt provider, one bucket"].seconds / synth.seconds,
        "synth, MB": synth.megabytes,
        "10,000 tables, s": ten,
        "10,000 tables / 1,000 tables": ten / found["lakeform synth, 1,000 tables"].seconds,
        "check, 250 resources, s": found["lakeform check, 250 resources"].seconds,
        "check, 2,500 resources, s": large.seconds,
        "checkov's CLI / check, 2,500": found["checkov's CLI, 2,500 resources"].seconds
        / large.seconds,
        "pull request, s": found["lakeform review, default lake"].seconds,
    }


def main() -> int:
    """Print the figures and whether the promises hold; exit code 1 when one doesn't."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each command")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    arguments = parser.parse_args()
    found = figures(arguments.runs)
    print(f"{os.cpu_count()} processors, Python {platform.python_version()}\n")
    print(f"{'':34}{'median':>9}{'min':>9}{'max':>9}{'peak':>9}")
    for name, figure in found.items():
        print(
            f"{name:34}{figure.seconds:7.2f} s{figure.fastest:7.2f} s{figure.slowest:7.2f} s"
            f"{figure.megabytes:6.0f} MB"
        )
    print()
    kept = True
    for name, value in verdicts(found).items():
        word, bound = LIMITS[name]
        holds = value <= bound if word == "at most" else value >= bound
        kept = kept and holds
        print(f"{name:34}{value:9.2f}   {word} {bound:g}: {'holds' if holds else 'BROKEN'}")
    if arguments.json:
        text = json.dumps({name: asdict(figure) for name, figure in found.items()}, indent=2)
        arguments.json.write_text(text + "\n", encoding="utf-8")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
