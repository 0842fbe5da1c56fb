"""What no section can see alone: references between sections, and the limits of the services.

A rule is a function from a `Lake` to the faults that it finds. `RULES` lists them all, in the order
of the file's sections; every one of them runs, so that all problems are shown at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lakeform.config.explain import Fault
from lakeform.config.model import Lake
from lakeform.config.rules import (
    catalog,
    connections,
    crawlers,
    deliveries,
    etl,
    file_systems,
    governance,
    governance_names,
    job_templates,
    kafka,
    kinesis,
    lake,
    network,
    programs,
    projection,
    quality,
    storage,
    streams,
    tables,
    training,
    transforms,
    volumes,
    workflows,
)

Rule = Callable[[Lake], Iterator[Fault]]

RULES: tuple[Rule, ...] = (
    lake.overrides_are_of_the_lake,
    lake.tags_are_not_reserved,
    network.zones_fit_the_region,
    network.an_existing_network_is_left_as_it_is,
    network.existing_subnets_have_their_zones,
    network.an_existing_network_has_what_its_endpoints_need,
    network.connections_reach_s3,
    network.flow_logs_have_a_bucket,
    storage.transitions_follow_the_waterfall,
    storage.objects_expire_last,
    storage.archive_tiers_have_objects,
    storage.versions_are_kept_where_needed,
    storage.replicas_have_a_place,
    storage.inventories_have_a_bucket,
    storage.buckets_have_names_of_their_own,
    governance.admins_exist,
    governance.personas_have_a_role,
    governance_names.grants_name_what_exists,
    governance_names.filters_name_what_exists,
    governance_names.shares_name_what_exists,
    governance_names.catalog_tags_are_declared,
    governance.filters_are_possible,
    governance.column_grants_are_possible,
    governance.grants_fit_together,
    governance.shares_are_possible,
    governance.iam_can_say_it,
    catalog.databases_lie_in_zones,
    catalog.iceberg_files_stay_where_they_are,
    catalog.tables_have_places_of_their_own,
    catalog.tables_have_names_of_their_own,
    catalog.registry_schemas_are_valid,
    tables.tables_have_columns,
    tables.types_fit_the_format,
    tables.names_fit_the_format,
    tables.partitions_have_types,
    tables.options_fit_the_format,
    tables.partition_indexes_are_possible,
    tables.properties_are_free,
    projection.projections_are_complete,
    quality.quality_rules_are_dqdl,
    connections.connections_start_in_the_network,
    connections.connections_have_addresses,
    crawlers.crawlers_name_what_exists,
    crawlers.crawlers_change_what_they_may,
    crawlers.crawlers_have_roles_of_their_own,
    crawlers.jdbc_paths_are_complete,
    crawlers.classifiers_have_their_fields,
    etl.jobs_have_a_script,
    etl.jobs_name_what_exists,
    job_templates.templates_get_what_they_need,
    job_templates.columns_fit_the_target,
    job_templates.bookmarks_are_possible,
    etl.workers_fit_the_job,
    etl.settings_fit_the_type,
    etl.jobs_reach_their_networks,
    etl.jobs_write_to_one_zone,
    etl.jobs_have_names_of_their_own,
    workflows.steps_name_what_exists,
    workflows.steps_run_once,
    workflows.steps_come_after_each_other,
    workflows.starts_are_possible,
    kinesis.streams_have_one_capacity,
    deliveries.deliveries_name_what_exists,
    deliveries.deliveries_make_known_formats,
    deliveries.deliveries_collect_enough,
    deliveries.deliveries_fill_the_partitions,
    deliveries.deliveries_know_their_keys,
    deliveries.deliveries_keep_apart,
    deliveries.deliveries_write_to_the_zone_of_their_table,
    transforms.transforms_are_functions,
    kafka.clusters_lie_in_the_network,
    kafka.brokers_are_even,
    kafka.brokers_exist,
    kafka.storage_is_possible,
    kafka.broker_configurations_are_possible,
    kafka.topics_are_watched_by_name,
    kafka.clusters_let_firehose_in,
    kafka.personas_of_streams_exist,
    programs.programs_have_code,
    programs.applications_name_what_exists,
    programs.applications_fit_the_service,
    programs.connectors_are_complete,
    programs.programs_reach_aws,
    streams.stream_tables_show_streams,
    streams.stream_tables_are_read_as_streams,
    streams.stream_alarms_have_one_topic,
    file_systems.file_systems_lie_in_the_network,
    file_systems.lustre_throughput_exists,
    file_systems.lustre_capacities_exist,
    file_systems.lustre_metadata_and_efa_fit,
    file_systems.lustre_backups_are_possible,
    file_systems.lustre_links_are_possible,
    file_systems.efs_modes_fit,
    file_systems.efs_replicas_are_elsewhere,
    volumes.volumes_have_sizes_that_exist,
    volumes.volumes_have_throughput_that_exists,
    volumes.volumes_are_attached_where_they_can_be,
    training.training_data_lies_somewhere,
    training.training_storage_exists,
    lake.state_has_its_bucket,
    lake.policies_are_in_the_project,
)


RULES_OF_NAMES = frozenset(
    {
        governance_names.grants_name_what_exists,
        governance_names.filters_name_what_exists,
        governance_names.shares_name_what_exists,
        crawlers.crawlers_name_what_exists,
        etl.jobs_name_what_exists,
        workflows.steps_name_what_exists,
        deliveries.deliveries_name_what_exists,
        programs.applications_name_what_exists,
    }
)
"""Rules that look at one name at a time, so that what stands beside it doesn't matter."""


def check(lake: Lake, further: Sequence[Rule] = ()) -> Iterator[Fault]:
    """The faults that all rules find, and further ones."""
    for rule in (*RULES, *further):
        yield from rule(lake)
