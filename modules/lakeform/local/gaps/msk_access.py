"""Who may use an MSK cluster: kafka:BatchAssociateScramSecret and its kin, and missing policies.

moto has no SCRAM secrets, and answers with an empty policy where a cluster has none. Neither is
enforced: no broker listens.
"""

from __future__ import annotations

import json
import re
from typing import Any

from moto.kafka.exceptions import NotFoundException
from moto.kafka.responses import KafkaResponse

from lakeform.local.gaps.gap import Gap, add_calls, body_of, state_of
from lakeform.local.gaps.msk_clusters import cluster_of

Json = dict[str, Any]

_SECRET = re.compile(r"arn:[^:]+:secretsmanager:[^:]+:\d{12}:secret:AmazonMSK_.+")
"""MSK takes secrets of this prefix only (developer guide, "Sign-in credentials authentication")."""


def _secrets(self: KafkaResponse) -> list[str]:
    by_cluster: dict[str, list[str]] = state_of(self.kafka_backend, dict, "scram_secrets")
    return by_cluster.setdefault(cluster_of(self).arn, [])


def _answer(self: KafkaResponse, refused: list[tuple[str, str]]) -> str:
    unprocessed = [
        {"secretArn": arn, "errorCode": "InvalidSecretArn", "errorMessage": message}
        for arn, message in refused
    ]
    return json.dumps({"clusterArn": cluster_of(self).arn, "unprocessedScramSecrets": unprocessed})


def _batch_associate_scram_secret(self: KafkaResponse) -> str:
    kept = _secrets(self)
    refused = []
    for arn in body_of(self)["secretArnList"]:
        if not _SECRET.fullmatch(arn):
            refused.append((arn, "The secret's name must begin with AmazonMSK_."))
        elif arn not in kept:
            kept.append(arn)
    return _answer(self, refused)


def _batch_disassociate_scram_secret(self: KafkaResponse) -> str:
    kept = _secrets(self)
    refused = []
    for arn in body_of(self)["secretArnList"]:
        if arn in kept:
            kept.remove(arn)
        else:
            refused.append((arn, "The secret isn't associated with the cluster."))
    return _answer(self, refused)


def _list_scram_secrets(self: KafkaResponse) -> str:
    return json.dumps({"secretArnList": _secrets(self)})


def apply() -> None:
    get = KafkaResponse.get_cluster_policy

    def get_cluster_policy(self: KafkaResponse) -> str:
        arn = cluster_of(self).arn
        if arn not in self.kafka_backend.policies:
            raise NotFoundException(f"The cluster {arn} has no policy.")
        return get(self)

    add_calls(
        KafkaResponse,
        {
            "batch_associate_scram_secret": _batch_associate_scram_secret,
            "batch_disassociate_scram_secret": _batch_disassociate_scram_secret,
            "list_scram_secrets": _list_scram_secrets,
            "get_cluster_policy": get_cluster_policy,
        },
    )


GAP = Gap(
    name="SCRAM secrets and policies of MSK clusters",
    resources=(
        "aws_msk_scram_secret_association",
        "aws_msk_single_scram_secret_association",
        "aws_msk_cluster_policy",
    ),
    missing=(
        "kafka:BatchAssociateScramSecret",
        "kafka:BatchDisassociateScramSecret",
        "kafka:ListScramSecrets",
    ),
    corrected=("kafka:GetClusterPolicy",),
    apply=apply,
)
