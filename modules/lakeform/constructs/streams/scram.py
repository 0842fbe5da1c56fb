"""Secrets of Kafka's users.

A password is made while Terraform applies, by its own function `uuid()`: 122 random bits. It goes
into the secret by a write-only argument, so that neither a plan nor the state ever holds it; that
takes Terraform 1.11.
"""

from __future__ import annotations

from lakeform.aws.arguments import reference
from lakeform.aws.base import Resource
from lakeform.aws.secretsmanager import (
    SecretsmanagerSecret,
    SecretsmanagerSecretPolicy,
    SecretsmanagerSecretVersion,
)
from lakeform.config import Lake
from lakeform.constructs.encryption import Key
from lakeform.constructs.iam import policy_document, statement
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id
from lakeform.streaming.names import scram_secret_name

KAFKA = "kafka.amazonaws.com"
RECOVERY_DAYS = 30
"""Days that a deleted secret can be restored, where the environment is protected."""


def scram_secret(
    scope: Construct, names: Names, lake: Lake, key: Key, *, cluster: str, user: str
) -> tuple[SecretsmanagerSecret, tuple[Resource, ...]]:
    """The secret of a user, and what must be there before a cluster takes it.

    Source: MSK developer guide, "Setting up SASL/SCRAM authentication for an Amazon MSK cluster".
    """
    id = logical_id(cluster, user)
    secret = SecretsmanagerSecret(
        scope,
        f"{user}-secret",
        logical_id=id,
        name=scram_secret_name(names, cluster, user),
        description=f"User {user} of Kafka {cluster}",
        kms_key_id=key.arn,
        recovery_window_in_days=RECOVERY_DAYS if lake.environment.protect else 0,
    )
    version = SecretsmanagerSecretVersion(
        scope,
        f"{user}-password",
        logical_id=id,
        secret_id=secret.id,
        secret_string_wo=reference(f'jsonencode({{username = "{user}", password = uuid()}})'),
        # Made once. Another number would make another password.
        secret_string_wo_version=1,
    )
    # The words are those with which MSK itself would let itself in.
    policy = SecretsmanagerSecretPolicy(
        scope,
        f"{user}-policy",
        logical_id=id,
        secret_arn=secret.arn,
        policy=policy_document(
            statement(
                "AWSKafkaResourcePolicy",
                "Allow",
                "secretsmanager:getSecretValue",
                secret.arn,
                {"Service": KAFKA},
            )
        ),
    )
    return secret, (version, policy)
