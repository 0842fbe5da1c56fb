"""File systems and volumes: what is made of the file, who may reach it, and who may read it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from file_system_stacks import stack_of, write_stack
from foundation import ACCOUNT, ROOT, SUFFIX, Stack, lake_of
from iam_policies import statements
from lakeform.config.rules import check
from lakeform.terraform import Terraform, copy_stack, offline_environment, write_offline_override

FSX = "aws_fsx_lustre_file_system"
LINK = "aws_fsx_data_repository_association"
EFS = "aws_efs_file_system"
KEY = "${aws_kms_key.general.arn}"


def lustre(settings: str, *, protect: bool = False) -> dict[str, Any]:
    """The arguments of a file system `training`."""
    stack = stack_of(f"file_systems: {{lustre: {{training: {{{settings}}}}}}}", protect=protect)
    return stack[f"{FSX}.training"]


class TestLustre:
    def test_by_default(self) -> None:
        assert lustre("capacity_gib: 1200, throughput_mbps_per_tib: 125") == {
            "automatic_backup_retention_days": 0,
            "data_compression_type": "LZ4",
            "deployment_type": "PERSISTENT_2",
            "file_system_type_version": "2.15",
            "kms_key_id": KEY,
            "log_configuration": {
                "destination": "${aws_cloudwatch_log_group.lustre__training.arn}",
                "level": "WARN_ERROR",
            },
            "per_unit_storage_throughput": 125,
            "security_group_ids": ["${aws_security_group.lustre__training.id}"],
            "skip_final_backup": True,
            "storage_capacity": 1200,
            "storage_type": "SSD",
            "subnet_ids": ["${aws_subnet.private_a.id}"],
            "tags": {"Name": "acme-dev-training"},
            "timeouts": {"create": "60m", "delete": "60m", "update": "60m"},
            "weekly_maintenance_start_time": "7:03:00",
        }

    def test_customised(self) -> None:
        made = lustre(
            "capacity_gib: 4800, throughput_mbps_per_tib: 1000, metadata: {iops: 12000}, "
            "efa: true, compression: none, availability_zone: 2, maintenance: '1:23:30', "
            "backup: {keep_days: 30, at: '01:15'}, logs: null, "
            "root_squash: {except_clients: ['10.0.1.6@tcp']}"
        )
        assert made["metadata_configuration"] == {"mode": "USER_PROVISIONED", "iops": 12000}
        assert made["efa_enabled"] is True
        assert made["data_compression_type"] == "NONE"
        assert made["subnet_ids"] == ["${aws_subnet.private_b.id}"]
        assert made["weekly_maintenance_start_time"] == "1:23:30"
        assert made["automatic_backup_retention_days"] == 30
        assert made["daily_automatic_backup_start_time"] == "01:15"
        assert made["copy_tags_to_backups"] is True
        assert made["root_squash_configuration"] == {
            "root_squash": "65534:65534",
            "no_squash_nids": ["10.0.1.6@tcp"],
        }
        assert "log_configuration" not in made

    def test_automatic_metadata(self) -> None:
        made = lustre("capacity_gib: 1200, throughput_mbps_per_tib: 125, metadata: automatic")
        assert made["metadata_configuration"] == {"mode": "AUTOMATIC"}

    def test_a_scratch_file_system_has_no_key_and_no_backups(self) -> None:
        made = lustre("deployment: SCRATCH_2, capacity_gib: 1200")
        assert not {"kms_key_id", "automatic_backup_retention_days"} & set(made)
        assert "per_unit_storage_throughput" not in made

    def test_disks(self) -> None:
        made = lustre(
            "deployment: PERSISTENT_1, storage: HDD, capacity_gib: 6000, "
            "throughput_mbps_per_tib: 12, drive_cache: read"
        )
        assert (made["storage_type"], made["drive_cache_type"]) == ("HDD", "READ")

    def test_a_protected_environment_keeps_it(self) -> None:
        made = lustre("capacity_gib: 1200, throughput_mbps_per_tib: 125", protect=True)
        assert made["lifecycle"] == {"prevent_destroy": True}
        assert made["skip_final_backup"] is False

    def test_its_log_group_is_where_fsx_may_write(self) -> None:
        stack = stack_of(
            "file_systems: {lustre: {training: {capacity_gib: 1200, throughput_mbps_per_tib: 125, "
            "logs: {level: ERROR_ONLY, retention_days: 30}}}}"
        )
        group = stack["aws_cloudwatch_log_group.lustre__training"]
        assert group == {
            "name": "/aws/fsx/acme-dev-training",
            "retention_in_days": 30,
            "kms_key_id": KEY,
        }
        assert "log-group:/aws/fsx/acme-dev-training" in stack["aws_kms_key.general"]["policy"]


LINKED = """
storage: {zones: {curated: {}, raw: {}}}
file_systems:
  lustre:
    training:
      capacity_gib: 1200
      throughput_mbps_per_tib: 125
      links:
        - {path: /out, zone: raw, prefix: results/, import: [], export: [deleted, new, changed]}
        - {path: /datasets/images, zone: curated, prefix: images/, chunk_mib: 512}
        - {path: /datasets/text, zone: curated, prefix: text/, import: [], import_on_create: false}
"""


class TestLinks:
    STACK = stack_of(LINKED)

    def test_they_are_named_by_their_folders(self) -> None:
        assert sorted(self.STACK.of(LINK)) == [
            "training__datasets__images",
            "training__datasets__text",
            "training__out",
        ]

    def test_import(self) -> None:
        assert self.STACK[f"{LINK}.training__datasets__images"] == {
            "batch_import_meta_data_on_create": True,
            "data_repository_path": "s3://acme-dev-curated-111111111111-us-east-1/images/",
            "depends_on": ["aws_s3_bucket_logging.curated"],
            "file_system_id": f"${{{FSX}.training.id}}",
            "file_system_path": "/datasets/images",
            "imported_file_chunk_size": 512,
            "s3": {"auto_import_policy": {"events": ["CHANGED", "DELETED", "NEW"]}},
            "tags": {"Name": "acme-dev-training-datasets__images"},
            "timeouts": {"create": "30m", "delete": "30m", "update": "30m"},
        }

    def test_export_and_neither(self) -> None:
        out = self.STACK[f"{LINK}.training__out"]
        assert out["s3"] == {"auto_export_policy": {"events": ["CHANGED", "DELETED", "NEW"]}}
        assert "s3" not in self.STACK[f"{LINK}.training__datasets__text"]

    def test_one_is_made_after_the_other(self) -> None:
        after = {name: link["depends_on"][1:] for name, link in self.STACK.of(LINK).items()}
        assert after == {
            "training__datasets__images": [],
            "training__datasets__text": [f"{LINK}.training__datasets__images"],
            "training__out": [f"{LINK}.training__datasets__text"],
        }

    def test_fsx_may_use_the_keys_of_exactly_the_linked_buckets(self) -> None:
        role = (
            f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/"
            "s3.data-source.lustre.fsx.amazonaws.com/AWSServiceRoleForFSxS3Access_*"
        )

        def uses(zone: str) -> dict[str, Any]:
            return {
                sid.rstrip("0123456789"): each
                for sid, each in statements(self.STACK[f"aws_kms_key.{zone}"]["policy"]).items()
                if each.get("Condition", {}).get("ArnLike", {}).get("aws:PrincipalArn") == role
            }

        assert set(uses("curated")) == {"RolesDecrypt"}
        assert set(uses("raw")) == {"RolesDecryptEncrypt"}
        decrypt = uses("curated")["RolesDecrypt"]
        bucket = f"arn:aws:s3:::acme-dev-curated{SUFFIX}"
        assert decrypt["Action"] == "kms:Decrypt"
        assert decrypt["Condition"] == {
            "ArnLike": {"aws:PrincipalArn": role},
            "StringEquals": {
                "kms:CallerAccount": ACCOUNT,
                "kms:ViaService": "s3.us-east-1.amazonaws.com",
            },
            "StringLike": {"kms:EncryptionContext:aws:s3:arn": [bucket, f"{bucket}/*"]},
        }

    def test_their_order_in_the_file_has_no_meaning(self) -> None:
        head, *links = LINKED.rstrip().split("\n        - ")
        turned = "\n        - ".join([head, *reversed(links)])
        assert stack_of(turned).data == self.STACK.data


class TestSecurityGroups:
    BOTH = stack_of(
        """
        file_systems:
          lustre: {training: {capacity_gib: 1200, throughput_mbps_per_tib: 125}}
          efs: {home: {}}
        """
    )

    @staticmethod
    def rules(stack: Stack, direction: str) -> set[tuple[str, str, str]]:
        """(group, other group, ports) of all rules of a direction."""
        found = set()
        for rule in stack.of(f"aws_vpc_security_group_{direction}_rule").values():
            if rule["security_group_id"] == "${aws_security_group.training-jobs.id}":
                continue
            ports = rule["ip_protocol"]
            if ports != "-1":
                ports = f"{ports} {rule['from_port']}-{rule['to_port']}"
            group, other = (
                rule[key].removeprefix("${aws_security_group.").removesuffix(".id}")
                for key in ("security_group_id", "referenced_security_group_id")
            )
            found.add((group, other, ports))
        return found

    def test_exactly_the_ports(self) -> None:
        clients, servers, targets = "file-system-clients", "lustre__training", "efs__home"
        among_lustre = {
            (group, other, ports)
            for group, other in (
                (servers, servers),
                (servers, clients),
                (clients, servers),
            )
            for ports in ("tcp 988-988", "tcp 1018-1023")
        }
        assert self.rules(self.BOTH, "ingress") == {
            *among_lustre,
            (targets, clients, "tcp 2049-2049"),
        }
        assert self.rules(self.BOTH, "egress") == {
            *among_lustre,
            (clients, targets, "tcp 2049-2049"),
        }

    def test_training_jobs_reach_s3_and_each_other(self) -> None:
        group = "${aws_security_group.training-jobs.id}"
        out = {
            name: (rule.get("cidr_ipv4"), rule.get("referenced_security_group_id"))
            for name, rule in self.BOTH.of("aws_vpc_security_group_egress_rule").items()
            if rule["security_group_id"] == group
        }
        assert out == {
            "training-jobs_https": ("0.0.0.0/0", None),
            "training-jobs__self_all": (None, group),
        }
        https = self.BOTH["aws_vpc_security_group_egress_rule.training-jobs_https"]
        assert (https["from_port"], https["to_port"]) == (443, 443)
        own = [
            rule["referenced_security_group_id"]
            for rule in self.BOTH.of("aws_vpc_security_group_ingress_rule").values()
            if rule["security_group_id"] == group
        ]
        assert own == [group]
        for output in ("lustre_training", "efs_home"):
            text = self.BOTH.data["output"][output]["value"]["sagemaker"]
            assert f'["${{aws_security_group.file-system-clients.id}}", "{group}"]' in text

    def test_groups_without_rules_inside_them(self) -> None:
        for group in self.BOTH.of("aws_security_group").values():
            assert set(group) == {"name", "description", "vpc_id", "tags"}

    def test_efa_takes_all_traffic_among_servers_and_clients(self) -> None:
        stack = stack_of(
            "file_systems: {lustre: {fast: {capacity_gib: 4800, throughput_mbps_per_tib: 1000, "
            "metadata: automatic, efa: true}}}"
        )
        clients, servers = "file-system-clients", "lustre__fast"
        pairs = {(servers, servers), (servers, clients), (clients, servers), (clients, clients)}
        for direction in ("ingress", "egress"):
            assert self.rules(stack, direction) == {(*pair, "-1") for pair in pairs}

    def test_a_volume_needs_no_group(self) -> None:
        stack = stack_of("file_systems: {ebs: {scratch: {size_gib: 10}}}")
        assert not stack.of("aws_security_group")


def efs(settings: str, **place: Any) -> Stack:
    """A file system `home`."""
    return stack_of(f"file_systems: {{efs: {{home: {{{settings}}}}}}}", **place)


class TestEfs:
    def test_by_default(self) -> None:
        stack = efs("")
        assert stack[f"{EFS}.home"] == {
            "creation_token": "acme-dev-home",
            "encrypted": True,
            "kms_key_id": KEY,
            "performance_mode": "generalPurpose",
            "tags": {"Name": "acme-dev-home"},
            "throughput_mode": "elastic",
        }
        assert stack["aws_efs_backup_policy.home"]["backup_policy"] == {"status": "ENABLED"}
        assert not stack.of("aws_efs_access_point")
        assert not stack.of("aws_efs_replication_configuration")

    def test_one_mount_target_a_zone(self) -> None:
        targets = efs("").of("aws_efs_mount_target")
        assert {name: target["subnet_id"] for name, target in targets.items()} == {
            "home__a": "${aws_subnet.private_a.id}",
            "home__b": "${aws_subnet.private_b.id}",
        }
        assert {target["security_groups"][0] for target in targets.values()} == {
            "${aws_security_group.efs__home.id}"
        }

    def test_one_zone_has_one_mount_target(self) -> None:
        stack = efs("availability_zone: 2, backup: false")
        assert stack[f"{EFS}.home"]["availability_zone_name"] == "us-east-1b"
        assert list(stack.of("aws_efs_mount_target")) == ["home__b"]
        assert not stack.of("aws_efs_backup_policy")

    def test_provisioned_throughput_and_max_io(self) -> None:
        made = efs("throughput: {provisioned: {mibps: 100}}, performance: max_io")[f"{EFS}.home"]
        assert made["throughput_mode"] == "provisioned"
        assert made["provisioned_throughput_in_mibps"] == 100
        assert made["performance_mode"] == "maxIO"

    def test_lifecycle_has_one_transition_a_block(self) -> None:
        made = efs("lifecycle: {ia_after_days: 1, archive_after_days: 90}")[f"{EFS}.home"]
        assert made["lifecycle_policy"] == [
            {"transition_to_ia": "AFTER_1_DAY"},
            {"transition_to_archive": "AFTER_90_DAYS"},
            {"transition_to_primary_storage_class": "AFTER_1_ACCESS"},
        ]
        stays = efs("lifecycle: {ia_after_days: 30, back_on_access: false}")[f"{EFS}.home"]
        assert stays["lifecycle_policy"] == [{"transition_to_ia": "AFTER_30_DAYS"}]

    def test_access_points(self) -> None:
        stack = efs(
            "access_points: {notebooks: {path: /notebooks, uid: 1000, gid: 1001, "
            "secondary_gids: [7, 3], permissions: '0755'}}"
        )
        assert stack["aws_efs_access_point.home__notebooks"] == {
            "file_system_id": f"${{{EFS}.home.id}}",
            "posix_user": {"uid": 1000, "gid": 1001, "secondary_gids": [3, 7]},
            "root_directory": {
                "path": "/notebooks",
                "creation_info": {"owner_uid": 1000, "owner_gid": 1001, "permissions": "0755"},
            },
            "tags": {"Name": "acme-dev-home-notebooks"},
        }

    def test_a_replica(self) -> None:
        stack = efs("replicate_to: {region: eu-west-1, availability_zone: eu-west-1a}")
        assert stack["aws_efs_replication_configuration.home"] == {
            "source_file_system_id": f"${{{EFS}.home.id}}",
            "destination": {"region": "eu-west-1", "availability_zone_name": "eu-west-1a"},
        }

    def test_in_an_existing_network_whose_zones_are_not_named(self) -> None:
        stack = stack_of(
            """
            network: {existing: {vpc: vpc-0abc, private_subnets: [subnet-1, subnet-2]}}
            file_systems: {efs: {home: {}}}
            """
        )
        targets = stack.of("aws_efs_mount_target")
        assert {name: target["subnet_id"] for name, target in targets.items()} == {
            "home__subnet-1": "subnet-1",
            "home__subnet-2": "subnet-2",
        }

    def test_a_protected_environment_keeps_it(self) -> None:
        assert efs("", protect=True)[f"{EFS}.home"]["lifecycle"] == {"prevent_destroy": True}


class TestEfsPolicy:
    ARN = f"${{{EFS}.home.arn}}"

    def policy(self, settings: str) -> dict[str, Any]:
        found = efs(settings)["aws_efs_file_system_policy.home"]["policy"]
        return statements(found)

    def test_tls_and_no_root_by_default(self) -> None:
        assert self.policy("") == {
            "Mount": {
                "Effect": "Allow",
                "Principal": {"AWS": "*"},
                "Action": ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
                "Resource": self.ARN,
                "Condition": {"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}},
            },
            "RefusePlainText": {
                "Effect": "Deny",
                "Principal": {"AWS": "*"},
                "Action": "*",
                "Resource": self.ARN,
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            },
        }

    def test_identities_of_the_account_only(self) -> None:
        assert self.policy("iam: true")["Mount"]["Principal"] == {"AWS": ROOT}

    def test_root_and_plain_text_only_where_the_file_says_so(self) -> None:
        policy = self.policy("root: true, tls: false")
        assert set(policy) == {"Mount"}
        assert "elasticfilesystem:ClientRootAccess" in policy["Mount"]["Action"]


class TestEbs:
    def test_by_default(self) -> None:
        stack = stack_of("file_systems: {ebs: {scratch: {size_gib: 500}}}")
        assert stack["aws_ebs_volume.scratch"] == {
            "availability_zone": "us-east-1a",
            "encrypted": True,
            "final_snapshot": False,
            "kms_key_id": KEY,
            "size": 500,
            "tags": {"Name": "acme-dev-scratch"},
            "type": "gp3",
        }

    def test_customised(self) -> None:
        stack = stack_of(
            "file_systems: {ebs: {scratch: {size_gib: 500, type: io2, iops: 64000, "
            "multi_attach: true, availability_zone: 2, snapshot: snap-0123456789abcdef0}}}",
            protect=True,
        )
        made = stack["aws_ebs_volume.scratch"]
        assert (made["type"], made["iops"], made["multi_attach_enabled"]) == ("io2", 64000, True)
        assert made["availability_zone"] == "us-east-1b"
        assert made["snapshot_id"] == "snap-0123456789abcdef0"
        assert made["final_snapshot"] is True
        assert made["lifecycle"] == {"prevent_destroy": True}


class TestTheKey:
    def test_services_may_use_it_for_whom_iam_lets(self) -> None:
        stack = stack_of(
            """
            file_systems:
              lustre: {training: {capacity_gib: 1200, throughput_mbps_per_tib: 125}}
              efs: {home: {}}
              ebs: {scratch: {size_gib: 1}}
            """
        )
        through = {
            each["Condition"]["StringEquals"]["kms:ViaService"]
            for sid, each in statements(stack["aws_kms_key.general"]["policy"]).items()
            if sid.startswith("AccountThrough")
        }
        for service in ("ec2", "elasticfilesystem", "fsx"):
            assert f"{service}.us-east-1.amazonaws.com" in through


class TestOutputs:
    STACK = stack_of(LINKED + "  efs: {home: {}}\n  ebs: {scratch: {size_gib: 1}}\n")

    def test_dns_and_mount_names(self) -> None:
        outputs = {name: each["value"] for name, each in self.STACK.data["output"].items()}
        assert set(outputs) == {"lustre_training", "efs_home", "ebs_scratch"}
        assert outputs["lustre_training"]["dns_name"] == f"${{{FSX}.training.dns_name}}"
        assert outputs["lustre_training"]["mount_name"] == f"${{{FSX}.training.mount_name}}"
        assert outputs["efs_home"]["dns_name"] == f"${{{EFS}.home.dns_name}}"
        assert outputs["ebs_scratch"]["availability_zone"] == "us-east-1a"

    def test_what_mounts_them(self) -> None:
        forms = {"fstab", "user_data", "kubernetes", "ecs"}
        for output in self.STACK.data["output"].values():
            assert forms <= set(output["value"])
        fstab = self.STACK.data["output"]["lustre_training"]["value"]["fstab"]
        source = f"${{{FSX}.training.dns_name}}@tcp:/${{{FSX}.training.mount_name}}"
        assert fstab.startswith(f"{source} /mnt/training lustre ")


class TestTraining:
    """What `storage` of a data set makes."""

    @staticmethod
    def stack(settings: str, *, rest: str = "") -> Stack:
        return stack_of(
            f"""
            storage: {{zones: {{curated: {{}}, raw: {{events: eventbridge}}}}}}
            training:
              images: {{files: 1_200_000, mean_file_kib: 110, epochs: 90, runs_a_month: 20,
                       clients: 2, {settings}}}
            {rest}
            """
        )

    def test_lustre_is_sized_and_linked(self) -> None:
        stack = self.stack("zone: curated, prefix: images/, storage: lustre")
        made = stack[f"{FSX}.images"]
        assert made["deployment_type"] == "PERSISTENT_2"
        assert made["storage_capacity"] == 1200
        assert made["metadata_configuration"]["mode"] in ("AUTOMATIC", "USER_PROVISIONED")
        link = stack[f"{LINK}.images__images"]
        assert (
            link["data_repository_path"] == "s3://acme-dev-curated-111111111111-us-east-1/images/"
        )
        assert link["s3"] == {"auto_import_policy": {"events": ["CHANGED", "DELETED", "NEW"]}}

    def test_a_zone_with_events_is_linked_without_following_them(self) -> None:
        stack = self.stack("zone: raw, storage: lustre")
        assert "s3" not in stack[f"{LINK}.images__images"]

    def test_efs(self) -> None:
        stack = self.stack("zone: curated, storage: efs")
        assert list(stack.of(EFS)) == ["images"]
        assert not stack.of(FSX)

    def test_a_volume_for_each_client(self) -> None:
        stack = self.stack("zone: curated, storage: ebs")
        assert sorted(stack.of("aws_ebs_volume")) == ["images-1", "images-2"]
        assert {volume["size"] for volume in stack.of("aws_ebs_volume").values()} == {139}

    @pytest.mark.parametrize("storage", ["s3", "s3_connector", "s3_express"])
    def test_s3_needs_nothing(self, storage: str) -> None:
        stack = self.stack(f"zone: curated, storage: {storage}")
        assert not any(stack.of(type) for type in (FSX, EFS, "aws_ebs_volume"))

    def test_a_declared_file_system_is_used(self) -> None:
        rest = "file_systems: {efs: {home: {}}}"
        for settings in ("zone: curated, storage: efs.home", "efs: home, storage: efs"):
            assert list(self.stack(settings, rest=rest).of(EFS)) == ["home"]

    def test_auto_makes_what_the_advisor_recommends(self) -> None:
        fastest = self.stack("zone: curated, storage: auto, goal: fastest")
        assert list(fastest.of(FSX)) == ["images"]
        cheapest = self.stack("zone: curated, storage: auto")
        assert list(cheapest.of("aws_ebs_volume")) == ["images-1", "images-2"]


EVERYTHING = """
network: {availability_zones: 2}
storage: {zones: {curated: {}, raw: {events: eventbridge}}}
file_systems:
  lustre:
    linked:
      capacity_gib: 2400
      throughput_mbps_per_tib: 250
      metadata: automatic
      links:
        - {path: /datasets, zone: curated, prefix: images/}
        - {path: /out, zone: raw, prefix: out/, import: [], export: [new, changed, deleted]}
    fast: {capacity_gib: 9600, throughput_mbps_per_tib: 500, metadata: {iops: 24000}, efa: true}
    kept: {capacity_gib: 1200, throughput_mbps_per_tib: 125, backup: {}, compression: none}
    disks: {deployment: PERSISTENT_1, storage: HDD, capacity_gib: 1800,
            throughput_mbps_per_tib: 40, drive_cache: read, root_squash: {}}
    older: {deployment: PERSISTENT_1, capacity_gib: 1200, throughput_mbps_per_tib: 50,
            version: 2.12}
    scratch: {deployment: SCRATCH_2, capacity_gib: 1200, logs: null}
  efs:
    home:
      lifecycle: {ia_after_days: 30, archive_after_days: 90}
      access_points: {notebooks: {path: /notebooks, uid: 1000, gid: 1000}}
      replicate_to: {region: eu-west-1}
    bursting: {throughput: bursting, performance: max_io, backup: false, iam: true}
    zonal: {availability_zone: 2, throughput: {provisioned: {mibps: 64}}}
  ebs:
    gp3: {size_gib: 500, iops: 6000, throughput_mbps: 500}
    most: {size_gib: 65536, iops: 80000, throughput_mbps: 1000}
    io2: {size_gib: 400, type: io2, iops: 256000, multi_attach: true, availability_zone: 2}
    io1: {size_gib: 100, type: io1, iops: 5000}
    st1: {size_gib: 125, type: st1}
training:
  images: {zone: curated, prefix: train/, files: 1_200_000, mean_file_kib: 110, epochs: 90,
           runs_a_month: 20, clients: 4, storage: auto, goal: fastest}
"""


@pytest.mark.terraform
def test_terraform_plans_everything_without_an_account(tmp_path: Path) -> None:
    lake = lake_of(EVERYTHING)
    assert list(check(lake)) == []
    stack = write_stack(lake, tmp_path / "out")
    work = copy_stack(tmp_path / "out" / "stacks" / "lake", tmp_path / "plan")
    write_offline_override(work, state="terraform.tfstate")
    terraform = Terraform(work, env=offline_environment())
    terraform.init()
    assert terraform.validate() == ()
    planned = terraform.plan(work / "tfplan", refresh=False)
    assert planned.counts.add == len(stack.addresses()) > 100
    assert planned.warnings == ()
