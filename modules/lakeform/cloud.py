"""boto3, for the commands that talk to AWS themselves: clients, and what AWS says as words.

The credentials, the region and `AWS_ENDPOINT_URL` are taken from where every AWS tool takes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lakeform.errors import InputError, ToolError

ATTEMPTS = 5
"""How often boto3 tries a request before its failure is one."""


def client(
    service: str,
    region: str | None = None,
    *,
    connections: int = 10,
    attempts: int = ATTEMPTS,
) -> Any:
    """A client of a service.

    Args:
        region: where; None takes the one that is set for every AWS tool.
        connections: how many requests run at the same time at most.

    Raises:
        LakeformError: a setting is missing or wrong.
    """
    import boto3
    from botocore.config import Config

    retries: Any = {"mode": "standard", "total_max_attempts": attempts}
    config = Config(max_pool_connections=connections, retries=retries)
    with in_words(service):
        return boto3.Session().client(service, region_name=region, config=config)


@contextmanager
def in_words(what: str) -> Iterator[None]:
    """Turns what boto3 raises into an error that begins with `what`.

    Raises:
        InputError: a parameter isn't as AWS documents it.
        ToolError: AWS refused, couldn't be reached, or a setting of this machine is missing.
    """
    from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

    try:
        yield
    except ClientError as error:
        said = error.response.get("Error", {})
        raise ToolError(f"{what}: {said.get('Message', error)} ({said.get('Code')})") from error
    except ParamValidationError as error:
        raise InputError(f"{what}: {error.kwargs['report']}") from error
    except BotoCoreError as error:
        hint = "set AWS_PROFILE, AWS_REGION or, for another AWS, AWS_ENDPOINT_URL"
        raise ToolError(f"{what}: {error}", hint=hint) from error
