from typing import Any

import sound
from mutation import Mutation
from plans import planned, verdicts

CLUSTER = "aws_msk_cluster.events"
MUTATION = Mutation(
    "aws_msk_cluster.added",
    (),
    {
        **sound.CLUSTER,
        "encryption_info": [
            {
                **sound.CLUSTER["encryption_info"][0],
                "encryption_in_transit": [{"client_broker": "PLAINTEXT"}],
            }
        ],
    },
)


def cluster(**transit: Any) -> dict[str, Any]:
    return planned(CLUSTER, {"encryption_info": [{"encryption_in_transit": [transit]}]})


def test_tls_everywhere_passes() -> None:
    found = verdicts("LAKE_MSK_1", cluster(client_broker="TLS", in_cluster=True))
    assert found == {CLUSTER: "passed"}


def test_the_defaults_of_msk_pass() -> None:
    found = verdicts("LAKE_MSK_1", planned(CLUSTER))
    assert found == {CLUSTER: "passed"}


def test_clients_in_plain_text_fail() -> None:
    found = verdicts("LAKE_MSK_1", cluster(client_broker="TLS_PLAINTEXT", in_cluster=True))
    assert found == {CLUSTER: "failed"}


def test_brokers_in_plain_text_fail() -> None:
    found = verdicts("LAKE_MSK_1", cluster(client_broker="TLS", in_cluster=False))
    assert found == {CLUSTER: "failed"}


def test_a_mode_known_only_after_apply_is_unknown() -> None:
    found = verdicts(
        "LAKE_MSK_1",
        planned(
            CLUSTER,
            {"encryption_info": [{"encryption_in_transit": [{"in_cluster": True}]}]},
            unknown={"encryption_info": [{"encryption_in_transit": [{"client_broker": True}]}]},
        ),
    )
    assert found == {CLUSTER: "unknown"}
