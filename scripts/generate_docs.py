"""Write the pages of docs/ that are made from the code; `--check` says whether they are fresh."""

from __future__ import annotations

import sys
from pathlib import Path

from lakeform.config.schema import reference
from lakeform.gate.handbook import handbook
from lakeform.review.guards.handbook import guards_page

DOCS = Path(__file__).resolve().parent.parent / "docs"

PAGES = {"configuration.md": reference, "policies.md": handbook, "guards.md": guards_page}
"""Page → the function that writes it."""


def main() -> int:
    check = "--check" in sys.argv[1:]
    stale = []
    for name, write in PAGES.items():
        page, text = DOCS / name, write()
        if page.exists() and page.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            page.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"docs/{name} {'is stale: run `make generate`' if check else 'written'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
