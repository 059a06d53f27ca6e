"""What is deployed: manifests by the Kubernetes schemas, and what they, the image and compose promise of safety."""

import pathlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import kubernetes_validate  # type: ignore[import-untyped]
import pytest
import yaml
from check_jsonschema.builtin_schemas import get_builtin_schema  # type: ignore[import-untyped]

from telcofacts.settings import Settings

DEPLOY = pathlib.Path(__file__).resolve().parents[2] / "deploy"
KUBERNETES = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
DEFAULTS = Settings.model_fields
STOP_SECONDS = DEFAULTS["telcofacts_stop_seconds"].default


def documents() -> Iterator[Any]:
    for path in KUBERNETES:
        for number, document in enumerate(yaml.safe_load_all(path.read_text(encoding="utf-8"))):
            yield pytest.param(document, id=f"{path.name}-{number}")


def pods() -> Iterator[Any]:
    for parameter in documents():
        [document] = parameter.values
        if document["kind"] in ("Deployment", "Job"):
            yield pytest.param(document["spec"]["template"]["spec"], id=document["kind"])


@pytest.mark.parametrize("document", list(documents()))
@pytest.mark.parametrize("version", ["1.30", kubernetes_validate.latest_version()])
def test_manifest_follows_the_schema(document: Any, version: str) -> None:
    kubernetes_validate.validate(document, version, strict=True)


def test_schema_refuses_a_misspelt_field() -> None:
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(
            {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "x"}, "spec": {"portz": []}},
            "1.30",
            strict=True,
        )


@pytest.mark.parametrize("pod", list(pods()))
def test_pod_has_no_rights_and_a_bound(pod: Any) -> None:
    [container] = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] == 10001
    assert pod["automountServiceAccountToken"] is False
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
    }  # fmt: skip
    assert container["resources"]["limits"]["memory"]
    assert "env" not in container  # secrets come as files


def test_pod_may_end_in_its_own_time() -> None:
    [pod] = [parameter.values[0] for parameter in pods() if parameter.id == "Deployment"]
    pause = pod["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert pod["terminationGracePeriodSeconds"] > pause + 5 + STOP_SECONDS > 30


def test_settings_named_are_settings_known() -> None:
    other = {"TELCOFACTS_IMAGE", "TELCOFACTS_HOST", "TELCOFACTS_WEBHOOK_PATH", "TELCOFACTS_UPSTREAM"}
    for path in [*KUBERNETES, DEPLOY / "compose.yaml", DEPLOY / "Dockerfile", DEPLOY / "telcofacts.service",
                 DEPLOY / "Caddyfile", DEPLOY / "README.md"]:  # fmt: skip
        named = set(re.findall(r"\b(?:TELCOFACTS|TELEGRAM|DATABASE)_[A-Z_]+\b", path.read_text(encoding="utf-8")))
        assert {name.lower() for name in named - other} <= DEFAULTS.keys(), path


def compose_file() -> Any:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def test_compose의_꼴은_compose_spec의_스키마에_맞는다() -> None:
    schema = get_builtin_schema("vendor.compose-spec")
    jsonschema.validate(compose_file(), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"services": {"bot": {"image": "x", "read-only": True}}}, schema)


def test_compose의_서비스는_있는_것에만_기댄다() -> None:
    compose = compose_file()
    for service in compose["services"].values():
        profiles = set(service.get("profiles", []))
        for needed in service.get("depends_on", {}):
            assert set(compose["services"][needed].get("profiles", [])) <= profiles, "started with it"
        assert set(service.get("networks", [])) <= compose["networks"].keys()
        named = {volume.partition(":")[0] for volume in service.get("volumes", [])}
        assert {name for name in named if not name.startswith(".")} <= compose["volumes"].keys()
    assert compose["services"]["bot"]["volumes"] == ["data:/data"]
    assert set(compose["services"]["webhook"]["networks"]) & set(compose["services"]["postgres"]["networks"])
    assert compose["networks"][compose["services"]["postgres"]["networks"][0]]["internal"] is True


def test_배운_것은_사용자의_자료와_섞이지_않는다() -> None:
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    learnt, runs_with = re.findall(r"TELCOFACTS_CACHE_DIR=(\S+)", image)
    assert learnt == runs_with, "what the build learns is what a container finds"
    assert not learnt.startswith("/data"), "HOME is /data: without the setting it would be there, and in backups"
    for path in [*KUBERNETES, DEPLOY / "compose.yaml"]:
        settings = re.findall(r"^ *(#?) *TELCOFACTS_CACHE_DIR: (\S+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert not [folder for comment, folder in settings if not comment], f"{path}: the image's own setting holds"
        assert {folder for _, folder in settings} <= {"/cache/learnt"}, path


@pytest.mark.parametrize("path", [DEPLOY / "compose.yaml", DEPLOY / "kubernetes" / "deployment.yaml"], ids=str)
def test_사실을_따로_둘_때의_주석도_꼴이_맞는다(path: pathlib.Path) -> None:
    # What is commented out here is meant to be taken over as it stands.
    text = path.read_text(encoding="utf-8")
    if path.name == "compose.yaml":
        [comment] = re.findall(r"(?:^    #   .*\n)+", text, re.MULTILINE)
        service = yaml.safe_load(comment.replace("    #   ", ""))
        compose = compose_file()
        compose["volumes"]["cache"] = {}
        compose["services"]["bot"]["volumes"] = service["volumes"]
        compose["services"]["bot"]["environment"] |= service["environment"]
        assert {name.lower() for name in service["environment"]} <= DEFAULTS.keys()
        jsonschema.validate(compose, get_builtin_schema("vendor.compose-spec"))
        return
    document = yaml.safe_load(re.sub(r"^( +)# (- |  emptyDir)", r"\1\2", text, flags=re.MULTILINE))
    pod = document["spec"]["template"]["spec"]
    assert pod["volumes"][-1]["name"] == pod["containers"][0]["volumeMounts"][-1]["name"] == "cache"
    kubernetes_validate.validate(document, "1.30", strict=True)


def test_사실을_다시_배우는_동안에도_메모리가_남는다() -> None:
    [unit] = re.findall(r"^MemoryMax=(\d+)M$", (DEPLOY / "telcofacts.service").read_text("utf-8"), re.MULTILINE)
    [pod] = [parameter.values[0] for parameter in pods() if parameter.id == "Deployment"]
    limits = [
        unit,
        compose_file()["services"]["bot"]["mem_limit"],
        pod["containers"][0]["resources"]["limits"]["memory"],
    ]
    assert [int(re.sub(r"\D", "", limit)) for limit in limits] == [2048] * 3, "deploy/README.md: the peak of a reload"


def test_프록시는_웹훅의_포트로만_보낸다() -> None:
    [target] = re.findall(r"reverse_proxy \{\$TELCOFACTS_UPSTREAM:(\S+)\}", (DEPLOY / "Caddyfile").read_text("utf-8"))
    assert target == f"webhook:{DEFAULTS['telcofacts_webhook_port'].default}"


def test_systemd도_답할_시간을_준다() -> None:
    unit = (DEPLOY / "telcofacts.service").read_text(encoding="utf-8")
    [seconds] = re.findall(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)
    assert int(seconds) > max(30, STOP_SECONDS + 5)
    assert "SystemCallErrorNumber=EPERM" in unit, "without it the first call that is refused kills the process"


def test_systemd는_배운_것을_제_캐시_폴더에_둔다() -> None:
    lines = (DEPLOY / "telcofacts.service").read_text(encoding="utf-8").splitlines()
    assert {"CacheDirectory=telcofacts", "CacheDirectoryMode=0700", "UMask=0077"} <= set(lines)
    assert "Environment=TELCOFACTS_CACHE_DIR=%C/telcofacts" in lines, "home is out of its reach"


def test_compose_services_of_the_bot_have_no_rights() -> None:
    compose = compose_file()
    for name in ("bot", "webhook", "register"):
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert int(service["stop_grace_period"].removesuffix("s")) > max(30, STOP_SECONDS + 5)
        assert "ports" not in service
    assert set(compose["secrets"]) >= {secret for s in compose["services"].values() for secret in s.get("secrets", [])}
    assert compose["services"]["caddy"]["ports"] == ["80:80", "443:443"]
    assert compose["services"]["bot"].get("profiles") is None


def test_image_is_built_in_two_stages_and_runs_as_nobody() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("FROM")] == ["FROM ${BASE} AS build", "FROM ${BASE}"]
    assert "USER 10001:10001" in lines
    assert "STOPSIGNAL SIGTERM" in lines
    assert lines[-1].startswith('CMD ["')
    assert any(line.startswith("HEALTHCHECK") and 'CMD ["python3"' in line for line in lines)
    installs = re.findall(r"pip (?:--python \S+ )?(?:install|wheel).*?(?=&&|\n\n)", "\n".join(lines), re.DOTALL)
    assert len(installs) == 5
    for install in installs:
        assert "--require-hashes" in install or "--no-deps" in install, install
        assert "--only-binary :all: --require" in install or re.search("--no-build-isolation|--no-index", install), (
            install
        )
    assert not any(re.search(r"apt-get|curl |wget |ADD |:latest", line) for line in lines)


def test_systemd_finds_no_fault_in_the_unit(tmp_path: pathlib.Path) -> None:
    analyse = shutil.which("systemd-analyze")
    if analyse is None:
        pytest.skip("systemd-analyze is not installed")
    unit = tmp_path / "telcofacts.service"
    text = (DEPLOY / "telcofacts.service").read_text(encoding="utf-8")
    unit.write_text(text.replace("/opt/telcofacts/bin/python", "/usr/bin/env"), encoding="utf-8")
    checked = subprocess.run([analyse, "verify", str(unit)], capture_output=True, text=True, check=False)
    assert "telcofacts.service" not in checked.stderr, checked.stderr
    rated = subprocess.run(
        [analyse, "security", "--offline=true", "--no-pager", str(unit)], capture_output=True, text=True, check=False
    )
    [exposure] = re.findall(r"Overall exposure level.*?: ([\d.]+)", rated.stdout)
    assert float(exposure) <= 2.0, rated.stdout
