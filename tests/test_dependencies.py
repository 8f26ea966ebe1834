"""What is installed: named with its reason, locked with hashes for every platform, the same everywhere."""

import ast
import importlib.metadata
import re
import sys
from pathlib import Path

import pytest

from scripts.locked import DEVELOPMENT, ROOT, RUNTIME, canonical, pins

LOCKS = {ROOT / "requirements.in": RUNTIME, ROOT / "requirements-dev.in": DEVELOPMENT}
FOLDERS = [path for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".") and path.name != "var"]
CODE = [*ROOT.glob("*.py"), *(path for folder in FOLDERS for path in folder.rglob("*.py"))]
OURS = {folder.name for folder in FOLDERS} | {path.stem for path in ROOT.glob("*.py")}
BEARERS = importlib.metadata.packages_distributions()
TYPES_ONLY = {"_typeshed"}


def statements(path: Path) -> list[str]:
    """A file's lines that say something, with those that a backslash breaks joined."""
    text = path.read_text(encoding="utf-8").replace("\\\n", "")
    return [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_each_requirement_is_pinned_and_has_its_reason(path):
    for line in statements(path):
        if not line.startswith(("-r ", "-c ")):
            assert re.fullmatch(r"[\w-]+==[\w.]+(?:; [^#]+?)?  # \w.+", line), line


@pytest.mark.parametrize("path", LOCKS.values(), ids=lambda path: path.name)
def test_every_line_of_a_lock_is_pinned_with_hashes(path):
    assert len(statements(path)) > 40
    for line in statements(path):
        assert re.fullmatch(r"[\w.-]+==[\w.]+(?: ; [^#]+?)?(?:\s+--hash=sha256:[0-9a-f]{64})+\s*", line), line[:80]


@pytest.mark.parametrize("path", LOCKS.values(), ids=lambda path: path.name)
def test_a_lock_holds_no_address_and_no_path(path):
    assert re.findall(r"\S*(?:://|file:|--index|--find-links)\S*", path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", ["duckdb", "numpy", "pyarrow", "python-calamine"])
def test_a_lock_is_of_all_platforms_files_and_not_of_the_one_installed_here(name):
    lines = {line.split("==")[0]: line for line in statements(RUNTIME)}
    assert lines[name].count("--hash=") > 10


@pytest.mark.parametrize(("direct", "lock"), LOCKS.items(), ids=lambda path: path.name)
def test_a_lock_agrees_with_what_it_is_made_of(direct, lock):
    assert pins(direct).items() <= pins(lock).items()


def test_development_holds_the_programs_packages_in_the_programs_versions():
    assert pins(RUNTIME).items() <= pins(DEVELOPMENT).items()


def test_the_extension_has_the_databases_version():
    pinned = pins(RUNTIME)
    assert pinned["duckdb"] == pinned["duckdb-extension-httpfs"]


def test_what_is_installed_is_what_is_locked():
    lines = [line for line in statements(DEVELOPMENT) if " ; " not in line]
    assert len(lines) > 80
    for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", "\n".join(lines), re.MULTILINE):
        assert importlib.metadata.version(name) == version, name


def test_every_package_that_the_code_imports_is_named():
    runtime, development = pins(ROOT / "requirements.in"), pins(ROOT / "requirements-dev.in")
    for path in CODE:
        allowed = runtime.keys() if _is_program(path) else runtime.keys() | development.keys()
        assert _packages(path) <= allowed, path


def _is_program(path):
    return path.relative_to(ROOT).parts[0] not in ("tests", "benchmarks", "scripts")


def _packages(path):
    """The packages, by their canonical names, that a module imports from outside."""
    modules = {module.split(".")[0] for module in _imported(path)}
    outside = modules - OURS - TYPES_ONLY - set(sys.stdlib_module_names)
    return {canonical(BEARERS.get(module, [module])[0]) for module in outside}


def _imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
