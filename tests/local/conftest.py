"""One embedded AWS for all tests here; each test finds it empty."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lakeform.local.embedded import EmbeddedAws

ACCOUNT = "111111111111"


@pytest.fixture(scope="session")
def shared_aws() -> Iterator[EmbeddedAws]:
    with EmbeddedAws.start(account=ACCOUNT, region="us-east-1") as aws:
        yield aws


@pytest.fixture
def aws(shared_aws: EmbeddedAws) -> EmbeddedAws:
    shared_aws.reset()
    return shared_aws
