"""The HTML report in a real browser: it runs its script, keeps to its policy, and looks right."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from lakeform.review.formats import FORMATS
from reviews import NASTY, review_of

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
PHONE = (390, 1600)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium on PATH"),
]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "review.html"
    reviews = [review_of(nasty or "empty", subject=f"lake {n}") for n, nasty in enumerate(NASTY)]
    file.write_text(FORMATS["html"](reviews), encoding="utf-8")
    return file


def run(page: Path, *arguments: str, words: str = "") -> subprocess.CompletedProcess[str]:
    """Open the page in a browser of its own, and end it."""
    return subprocess.run(
        [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--enable-logging=stderr",
            f"--user-data-dir={page.parent / 'profile'}",
            *arguments,
            f"{page.as_uri()}{f'#{words}' if words else ''}",
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )


def test_the_search_hides_what_does_not_fit_and_the_policy_lets_its_script_run(page: Path) -> None:
    done = run(page, "--dump-dom", words="onerror")
    shown = done.stdout.count("data-line=")
    hidden = done.stdout.count('hidden=""')
    assert 0 < hidden < shown
    assert f"{shown - hidden} of {shown} lines" in done.stdout
    assert "Content Security Policy" not in done.stderr
    assert "Uncaught" not in done.stderr


def test_without_a_search_everything_is_there(page: Path) -> None:
    done = run(page, "--dump-dom")
    assert 'hidden=""' not in done.stdout


@pytest.mark.parametrize(("scheme", "is_dark"), [("1", False), ("0", True)])
def test_it_fits_a_phone_in_light_and_in_dark(
    page: Path, tmp_path: Path, scheme: str, is_dark: bool
) -> None:
    file = tmp_path / "phone.png"
    size = ",".join(map(str, PHONE))
    settings = f"--blink-settings=preferredColorScheme={scheme}"
    run(page, f"--screenshot={file}", f"--window-size={size}", settings)
    with Image.open(file) as opened:
        picture = opened.convert("RGB")
    assert picture.size == PHONE
    ground = picture.getpixel((2, 2))
    assert isinstance(ground, tuple)
    assert (sum(ground) < 3 * 64) is is_dark
    margin = {picture.getpixel((PHONE[0] - 3, y)) for y in range(PHONE[1])}
    assert margin == {ground}
    assert len(picture.getcolors(PHONE[0] * PHONE[1]) or ()) > 10
