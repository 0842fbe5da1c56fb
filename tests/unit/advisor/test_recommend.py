"""What is recommended: the order of the published measurement, and where and why it flips."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lakeform.advisor import Estimate, Recommendation, load_facts, recommend
from lakeform.advisor.recommend import evaluate, machine_of
from lakeform.advisor.report import relative
from lakeform.advisor.storages import STORAGES, Kind
from lakeform.advisor.storages.option import EbsSettings, EfsSettings
from lakeform.errors import InputError
from training_sets import IMAGES, images

FACTS = load_facts()


def order(recommendation: Recommendation) -> list[Kind]:
    return [estimate.kind for estimate in recommendation.ranked]


def found(recommendation: Recommendation, kind: Kind) -> Estimate:
    estimate = recommendation.of(kind)
    assert estimate is not None
    return estimate


def test_the_order_of_the_published_measurement() -> None:
    """S3 < 1, EFS 1, EBS 1.29, FSx for Lustre > 1.6: a compute cluster that reads files, each
    storage as fast as it gets."""
    cluster = recommend(images(goal="fastest"), FACTS)
    ratios = {estimate.kind: relative(cluster, estimate) for estimate in cluster.ranked}
    assert ratios["s3"] < ratios["s3_connector"] < 1  # type: ignore[operator]
    assert ratios["efs"] == 1
    assert ratios["ebs"] == pytest.approx(1.29, abs=0.1)
    assert ratios["lustre"] > 1.6  # type: ignore[operator]
    order_of_speed: list[Kind] = ["lustre", "ebs", "efs", "s3_express", "s3_connector", "s3"]
    assert order(cluster) == order_of_speed


@pytest.mark.parametrize(("workers", "faster"), [(1, "ebs"), (16, "efs")])
def test_threads_flip_ebs_and_efs(workers: int, faster: str) -> None:
    """One thread waits for each round trip, and EBS has fewer; sixteen threads reach the throughput
    that comes with a volume, while EFS gives more."""
    data = images(clients=1, workers=workers, decode_ms=0)
    machine = machine_of(data, FACTS)
    rates = {
        option.kind: evaluate(data, option, machine, FACTS)
        for options in STORAGES
        for option in options(data, machine, FACTS)
        if option.settings == EfsSettings("elastic")
        or (isinstance(option.settings, EbsSettings) and option.settings.throughput_mbps == 125)
    }
    assert max(rates, key=lambda kind: rates[kind].samples_a_second) == faster
    assert rates["ebs"].limits[1] == ("latency" if workers == 1 else "file system")


def test_one_epoch_stays_in_s3() -> None:
    """Whatever is copied for a single reading has been read once already."""
    once = recommend(images(epochs=1, runs_a_month=1), FACTS)
    assert order(once)[:2] == ["s3_connector", "s3"]
    assert found(once, "s3").first_epoch_s < found(once, "ebs").first_epoch_s * 1.1
    assert order(recommend(IMAGES, FACTS))[-2:] == ["s3_connector", "s3"]


def test_lustre_pays_off_after_the_first_epoch() -> None:
    """The first epoch comes from S3, no faster than S3 itself; later ones don't."""
    estimate = found(recommend(IMAGES, FACTS), "lustre")
    s3 = found(recommend(IMAGES, FACTS), "s3_connector")
    assert estimate.first_epoch_s == pytest.approx(s3.first_epoch_s, rel=0.1)
    assert estimate.later_epoch_s < s3.later_epoch_s / 10
    assert estimate.limits[0] == "latency"


def test_shards_bring_s3_to_the_top() -> None:
    """Latency is paid once a shard instead of once an image."""
    files = recommend(IMAGES, FACTS)
    shards = recommend(images(shard_mib=256), FACTS)
    assert found(files, "s3_connector").reasons
    assert shards.winner == found(shards, "s3_connector")
    assert found(shards, "s3_connector").limits == ("client", "client", "client")


def test_small_files_hurt_s3_most() -> None:
    def gap(kib: float) -> float:
        result = recommend(images(mean_file_kib=kib, goal="fastest", files=100_000), FACTS)
        s3, lustre = found(result, "s3"), found(result, "lustre")
        return lustre.cold_epoch_s / s3.cold_epoch_s

    assert gap(8) < gap(110) < gap(8192)


def test_a_tiny_data_set_is_not_worth_a_file_system_of_1200_gib() -> None:
    """All of it lies in memory after the first epoch: what differs is the price."""
    tiny = recommend(images(files=10_000, runs_a_month=1), FACTS)
    assert order(tiny)[-1] == "lustre"
    assert found(tiny, "lustre").storage_usd > 150
    mounted = [found(tiny, kind).later_epoch_s for kind in ("ebs", "lustre")]
    assert mounted[0] == pytest.approx(mounted[1])
    assert {found(tiny, kind).limits[2] for kind in ("ebs", "lustre")} == {"client"}


def test_data_in_efs_is_trained_from_efs() -> None:
    """Nothing moves, and training starts at once."""
    there = recommend(images(home="efs", epochs=2, runs_a_month=1), FACTS)
    assert order(there)[0] == "efs"
    fastest = recommend(images(home="efs", epochs=2, runs_a_month=1, goal="fastest"), FACTS)
    efs = found(fastest, "efs")
    assert efs.copy_s == 0
    assert all(efs.first_epoch_s <= estimate.first_epoch_s for estimate in fastest.ranked)
    elsewhere = recommend(images(home="s3", epochs=2, runs_a_month=1), FACTS)
    assert order(elsewhere)[0] != "efs"


def test_expensive_clients_make_fast_storage_cheap() -> None:
    gpu = replace(IMAGES.machine, usd_an_hour=98.0)
    assert order(recommend(IMAGES, FACTS))[0] == "ebs"
    assert order(recommend(images(machine=gpu, clients=32), FACTS))[0] == "lustre"


def test_a_budget_excludes() -> None:
    limited = recommend(images(goal="fastest", budget_usd_a_month=150), FACTS)
    assert limited.winner is not None
    assert limited.winner.kind == "ebs"
    assert limited.winner.storage_usd + limited.winner.requests_usd <= 150
    assert found(limited, "lustre").reasons == ("storage and requests are above 150 USD",)


def test_nothing_fits() -> None:
    hopeless = recommend(images(budget_usd_a_month=1, runs_a_month=3000), FACTS)
    assert hopeless.winner is None
    assert all(estimate.reasons for estimate in hopeless.ranked)


def test_too_slow_for_a_month() -> None:
    estimate = found(recommend(IMAGES, FACTS), "s3")
    assert estimate.reasons == ("20 runs take 2,016 hours, more than a month has",)
    single = found(recommend(images(runs_a_month=1, clients=1, workers=1), FACTS), "s3")
    assert single.reasons[0].startswith("1 run takes ")


def test_more_workers_never_make_it_slower() -> None:
    hours = [
        recommend(images(goal="fastest", workers=workers), FACTS).ranked[0].hours
        for workers in (1, 2, 4, 8, 16, 32, 64)
    ]
    assert hours == sorted(hours, reverse=True)


def test_other_figures_give_other_advice() -> None:
    cheap = {
        key: replace(figure, value=figure.value / 1000) if "usd" in key else figure
        for key, figure in FACTS.figures.items()
    }
    cheap["client.usd_an_hour"] = FACTS.figures["client.usd_an_hour"]
    tiers = tuple(replace(tier, usd_gb_month=tier.usd_gb_month / 1000) for tier in FACTS.tiers)
    advice = recommend(IMAGES, replace(FACTS, figures=cheap, tiers=tiers))
    assert order(advice)[0] == "lustre"


@pytest.mark.parametrize("field", ["files", "mean_file_kib", "epochs", "clients", "workers"])
def test_a_data_set_without_anything_is_refused(field: str) -> None:
    with pytest.raises(InputError, match=f"data set `images`: {field} must be above 0"):
        recommend(images(**{field: 0}), FACTS)
