"""Where providers come from: the user's word, folders on disk, the network."""

from __future__ import annotations

from pathlib import Path

import pytest

from lakeform.errors import InputError
from lakeform.terraform import mirror
from lakeform.terraform.mirror import CliConfig, allows, cli_config

AWS = "registry.terraform.io/hashicorp/aws"
RANDOM = "registry.terraform.io/hashicorp/random"
PLATFORM = "linux_amd64"
WANTED = {AWS: ">= 5.100, < 7"}


@pytest.fixture(autouse=True)
def no_usual_mirrors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirror, "_USUAL_PREFIXES", (str(tmp_path / "opt"),))


def unpacked(folder: Path, provider: str, version: str, platform: str = PLATFORM) -> Path:
    (folder / provider / version / platform).mkdir(parents=True)
    return folder


def zipped(folder: Path, provider: str, version: str, platform: str = PLATFORM) -> Path:
    (folder / provider).mkdir(parents=True)
    name = provider.rpartition("/")[2]
    (folder / provider / f"terraform-provider-{name}_{version}_{platform}.zip").touch()
    return folder


def decide(tmp_path: Path, required: dict[str, str] | None = None, **variables: str) -> CliConfig:
    environment = {
        "HOME": str(tmp_path / "home"),
        "XDG_DATA_DIRS": str(tmp_path / "share"),
        **variables,
    }
    return cli_config(required or WANTED, PLATFORM, environment, tmp_path / "stack")


def test_nothing_on_disk(tmp_path: Path) -> None:
    assert decide(tmp_path) == CliConfig(None, {}, None, has_cache=False)


def test_a_mirror_in_a_usual_place(tmp_path: Path) -> None:
    folder = unpacked(tmp_path / "opt" / "providers", AWS, "5.100.0")
    found = decide(tmp_path)
    assert found.mirrored == {AWS: folder}
    assert found.text == (
        "provider_installation {\n"
        "  filesystem_mirror {\n"
        f'    path    = "{folder}"\n'
        f'    include = ["{AWS}"]\n'
        "  }\n"
        "  direct {\n"
        f'    exclude = ["{AWS}"]\n'
        "  }\n"
        "}\n"
    )


def test_a_zipped_mirror(tmp_path: Path) -> None:
    folder = zipped(tmp_path / "opt" / "providers", AWS, "6.2.0")
    assert decide(tmp_path).mirrored == {AWS: folder}


@pytest.mark.parametrize(
    ("version", "platform"),
    [
        ("5.99.1", PLATFORM),
        ("7.0.0", PLATFORM),
        ("5.100.0", "darwin_arm64"),
        ("6.0.0-rc1", PLATFORM),
    ],
)
def test_a_mirror_without_the_right_version(tmp_path: Path, version: str, platform: str) -> None:
    unpacked(tmp_path / "opt" / "providers", AWS, version, platform)
    assert decide(tmp_path).mirrored == {}


def test_providers_of_two_mirrors_and_of_the_network(tmp_path: Path) -> None:
    one = unpacked(tmp_path / "opt" / "one", AWS, "5.100.0")
    two = unpacked(tmp_path / "opt" / "two", RANDOM, "3.7.2")
    wanted = {**WANTED, RANDOM: "~> 3.6", "registry.terraform.io/hashicorp/null": ""}
    found = decide(tmp_path, wanted)
    assert found.mirrored == {AWS: one, RANDOM: two}
    assert found.text is not None
    assert f'exclude = ["{AWS}", "{RANDOM}"]' in found.text


@pytest.mark.parametrize(
    "place", ["home/.terraform.d/plugins", "share/terraform/plugins", "stack/terraform.d/plugins"]
)
def test_terraform_finds_its_own_places_itself(tmp_path: Path, place: str) -> None:
    folder = unpacked(tmp_path / place, AWS, "5.100.0")
    unpacked(tmp_path / "opt" / "providers", AWS, "6.0.0")
    assert decide(tmp_path) == CliConfig(None, {AWS: folder}, None, has_cache=False)


def test_the_users_file_is_honoured(tmp_path: Path) -> None:
    unpacked(tmp_path / "opt" / "providers", AWS, "5.100.0")
    (tmp_path / "home").mkdir()
    own = tmp_path / "home" / ".terraformrc"
    own.write_text("provider_installation {\n  direct {}\n}\n", encoding="utf-8")
    assert decide(tmp_path) == CliConfig(None, {}, None, has_cache=False)
    elsewhere = own.rename(tmp_path / "own.tfrc")
    assert decide(tmp_path, TF_CLI_CONFIG_FILE=str(elsewhere)).text is None


def test_the_users_other_settings_are_kept(tmp_path: Path) -> None:
    unpacked(tmp_path / "opt" / "providers", AWS, "5.100.0")
    own = tmp_path / "own.tfrc"
    own.write_text('# provider_installation {\nplugin_cache_dir = "/cache"\n', encoding="utf-8")
    found = decide(tmp_path, TF_CLI_CONFIG_FILE=str(own))
    assert found.text is not None
    assert found.text.startswith(
        '# provider_installation {\nplugin_cache_dir = "/cache"\n\nprovider_installation {\n'
    )
    assert found.has_cache


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert decide(tmp_path, TF_CLI_CONFIG_FILE="/gone/rc").ignored == "/gone/rc"


def test_the_ordered_mirror_wins(tmp_path: Path) -> None:
    unpacked(tmp_path / "opt" / "providers", AWS, "5.100.0")
    own = unpacked(tmp_path / "own", AWS, "6.1.0")
    rc = tmp_path / "own.tfrc"
    rc.write_text("provider_installation {\n  direct {}\n}\n", encoding="utf-8")
    found = decide(tmp_path, LAKEFORM_PROVIDER_MIRROR=str(own), TF_CLI_CONFIG_FILE=str(rc))
    assert found.mirrored == {AWS: own}
    assert found.text is not None
    assert found.text.count("provider_installation") == 1


def test_the_network_is_ordered(tmp_path: Path) -> None:
    unpacked(tmp_path / "opt" / "providers", AWS, "5.100.0")
    found = decide(tmp_path, LAKEFORM_PROVIDER_MIRROR="none")
    assert found == CliConfig(None, {}, None, has_cache=False)


def test_an_ordered_mirror_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="names '/gone', which holds no providers"):
        decide(tmp_path, LAKEFORM_PROVIDER_MIRROR="/gone")


def test_a_cache_of_the_users(tmp_path: Path) -> None:
    assert decide(tmp_path, TF_PLUGIN_CACHE_DIR="/cache").has_cache


@pytest.mark.parametrize(
    ("constraint", "version", "expected"),
    [
        ("", (1, 0, 0), True),
        (">= 5.100, < 7", (5, 100, 0), True),
        (">= 5.100, < 7", (6, 62, 0), True),
        (">= 5.100, < 7", (7, 0, 0), False),
        (">=5.100.1", (5, 100, 0), False),
        ("5.100.0", (5, 100, 0), True),
        ("= 5.100.0", (5, 100, 1), False),
        ("!= 5.100.0", (5, 100, 0), False),
        ("<= 5.100.0, > 5.99", (5, 100, 0), True),
        ("~> 5.100", (5, 200, 0), True),
        ("~> 5.100", (6, 0, 0), False),
        ("~> 5.100.2", (5, 100, 9), True),
        ("~> 5.100.2", (5, 101, 0), False),
        ("~> 5", (6, 0, 0), False),
        ("latest", (5, 100, 0), False),
    ],
)
def test_constraints(constraint: str, version: tuple[int, int, int], expected: bool) -> None:
    assert allows(constraint, version) is expected
