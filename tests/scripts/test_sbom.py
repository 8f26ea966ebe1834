"""The list of what the program is made of: all of the program and nothing of development."""

import json

import pytest

from scripts.locked import DEVELOPMENT, RUNTIME, pins
from scripts.sbom import write

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sbom(tmp_path_factory):
    path = tmp_path_factory.mktemp("sbom") / "folder" / "sbom.json"
    write(path)
    return json.loads(path.read_text(encoding="utf-8"))


def test_it_is_cyclonedx_of_this_program(sbom):
    assert sbom["bomFormat"] == "CycloneDX"
    assert sbom["metadata"]["component"]["name"] == "mognadskollen"
    assert sbom["metadata"]["timestamp"]


def test_it_holds_each_package_the_program_runs_on_with_version_and_hashes(sbom):
    assert {component["name"]: component["version"] for component in sbom["components"]} == pins(RUNTIME)
    for component in sbom["components"]:
        assert component["purl"] == f"pkg:pypi/{component['name']}@{component['version']}"
        assert [hash_ for reference in component["externalReferences"] for hash_ in reference["hashes"]]


def test_it_holds_no_tool_of_development(sbom):
    tools = pins(DEVELOPMENT).keys() - pins(RUNTIME).keys()
    assert {"pytest", "ruff", "uv"} <= tools
    assert tools.isdisjoint(component["name"] for component in sbom["components"])
