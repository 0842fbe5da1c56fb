"""What a plan changes in the monthly bill."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from changes import changed, created, deleted, forgotten, kept, plan, replaced
from lakeform.errors import InputError
from lakeform.review.costs import DEFAULT, CostChange, cost_change, load_prices
from lakeform.review.costs.types import BY_TIME, BY_USE, PRICED

PRICES = load_prices()


def cost(*entries: Any) -> CostChange:
    return cost_change(plan(*entries), PRICES)


def block(**values: Any) -> list[dict[str, Any]]:
    return [values]


@pytest.mark.parametrize(
    ("address", "values", "usd"),
    [
        ("aws_nat_gateway.a", {}, 32.85),
        ("aws_eip.a", {}, 3.65),
        ("aws_kms_key.a", {}, 1.0),
        ("aws_secretsmanager_secret.a", {}, 0.40),
        ("aws_vpc_endpoint.s3", {"vpc_endpoint_type": "Gateway"}, 0.0),
        (
            "aws_vpc_endpoint.glue",
            {"vpc_endpoint_type": "Interface", "subnet_ids": ["a", "b", "c"]},
            21.90,
        ),
        ("aws_cloudwatch_metric_alarm.a", {"period": 300}, 0.10),
        ("aws_cloudwatch_metric_alarm.a", {"period": 10}, 0.30),
        ("aws_kinesis_stream.a", {"shard_count": 4}, 43.80),
        (
            "aws_kinesis_stream.a",
            {"stream_mode_details": block(stream_mode="ON_DEMAND")},
            29.20,
        ),
        (
            "aws_msk_cluster.a",
            {
                "number_of_broker_nodes": 3,
                "broker_node_group_info": block(
                    instance_type="kafka.m5.large",
                    storage_info=block(ebs_storage_info=block(volume_size=100)),
                ),
            },
            3 * (0.21 * 730 + 10),
        ),
        ("aws_msk_serverless_cluster.a", {}, 547.50),
        (
            "aws_mskconnect_connector.a",
            {"capacity": block(provisioned_capacity=block(mcu_count=2, worker_count=3))},
            6 * 0.11 * 730,
        ),
        (
            "aws_fsx_lustre_file_system.a",
            {
                "storage_capacity": 1200,
                "deployment_type": "PERSISTENT_2",
                "per_unit_storage_throughput": 250,
            },
            252.0,
        ),
        ("aws_ebs_volume.a", {"type": "gp3", "size": 500}, 40.0),
        (
            "aws_ebs_volume.a",
            {"type": "gp3", "size": 500, "iops": 4000, "throughput": 225},
            40.0 + 1000 * 0.005 + 100 * 0.04,
        ),
        (
            "aws_efs_file_system.a",
            {"throughput_mode": "provisioned", "provisioned_throughput_in_mibps": 10},
            60.0,
        ),
    ],
)
def test_what_costs_something_by_being_there(
    address: str, values: dict[str, Any], usd: float
) -> None:
    assert cost(created(address, values)).after == pytest.approx(usd)


def test_only_what_changes_is_listed_and_all_is_summed() -> None:
    found = cost(
        kept("aws_kms_key.stays", {"id": "a"}),
        deleted("aws_nat_gateway.goes", {"id": "b"}),
        changed("aws_kinesis_stream.grows", {"shard_count": 1}, {"shard_count": 3}),
        replaced("aws_eip.anew", {"id": "c"}, {"id": "d"}),
    )
    assert [item.address for item in found.items] == [
        "aws_nat_gateway.goes",
        "aws_kinesis_stream.grows",
    ]
    assert found.before == pytest.approx(1.0 + 32.85 + 10.95 + 3.65)
    assert found.change == pytest.approx(-32.85 + 21.90)


def test_what_terraform_forgets_goes_on_costing() -> None:
    assert cost(forgotten("aws_nat_gateway.a", {"id": "a"})).change == 0


def test_zones_are_counted_by_references_where_ids_are_not_known_yet() -> None:
    subnets = [created(f"aws_subnet.private[{place}]", {"az": place}) for place in range(2)]
    endpoint = created(
        "aws_vpc_endpoint.glue",
        {"vpc_endpoint_type": "Interface"},
        unknown={"subnet_ids": True},
        refers={"subnet_ids": "aws_subnet.private"},
    )
    assert cost(*subnets, endpoint).after == pytest.approx(14.60)


def test_what_is_not_priced_is_counted_and_not_taken_for_free() -> None:
    found = cost(
        created("aws_s3_bucket.a", {}),
        created("aws_glue_job.a", {}),
        created("aws_glue_job.b", {}),
        created("aws_instance.a", {}),
        created("aws_kinesis_stream.a", {}, unknown={"shard_count": True}),
        kept("aws_instance.stays", {}),
        created("aws_iam_role.free", {}),
        created("azurerm_thing.other", {}),
    )
    assert found.by_use == {"aws_glue_job": 2, "aws_s3_bucket": 1}
    assert found.unpriced == {"aws_instance": 1, "aws_kinesis_stream": 1}
    assert found.items == ()


def test_half_of_a_price_is_none() -> None:
    entry = changed("aws_kinesis_stream.a", {"shard_count": 4}, {}, unknown={"shard_count": True})
    found = cost(entry)
    assert (found.before, found.after) == (0, 0)
    assert found.unpriced == {"aws_kinesis_stream": 1}


def test_a_type_is_priced_in_one_way() -> None:
    assert not BY_TIME & (BY_USE | set(PRICED))
    assert BY_USE & set(PRICED) == {"aws_efs_file_system"}


def changed_file(scratch: Path, old: str, new: str) -> Path:
    text = DEFAULT.read_text(encoding="utf-8")
    assert old in text
    file = scratch / "prices.toml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


def test_prices_can_be_replaced(tmp_path: Path) -> None:
    prices = load_prices(changed_file(tmp_path, "{ value = 0.045,", "{ value = 0.09,"))
    found = cost_change(plan(created("aws_nat_gateway.a", {})), prices)
    assert found.after == pytest.approx(65.70)


def test_a_file_without_a_price_is_refused(tmp_path: Path) -> None:
    file = changed_file(tmp_path, "shard_usd_hour", "chard_usd_hour")
    with pytest.raises(InputError, match=r"`kinesis.chard_usd_hour` is no figure of the review"):
        load_prices(file)


def test_brokers_may_differ(tmp_path: Path) -> None:
    file = changed_file(tmp_path, '"kafka.m5.large_usd_hour"', '"kafka.m9.large_usd_hour"')
    prices = load_prices(file)
    assert prices.broker("kafka.m9.large") == 0.21
    assert prices.broker("kafka.m5.large") is None


def test_figures_name_their_sources_and_dates() -> None:
    assert PRICES.collected.year >= 2026
    assert all(figure.source.title for figure in PRICES.figures.values())
