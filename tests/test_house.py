"""The house's own rules, as far as a test can hold them."""

import ast
import importlib.metadata
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "access",
    "base",
    "charts",
    "data",
    "examples",
    "files",
    "metrics",
    "pages",
    "questionnaires",
    "reports",
    "terminal",
)
PAGES = sorted(path for path in (ROOT / "pages").glob("*.py") if not path.stem.startswith("_"))
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|home|Users|mnt)/[\w.-]+|\b[A-Z]:\\\\?Users\b")
TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".json", ".txt", ".sh", ".svg", ".csv", ""}


def test_the_rooms_are_those_of_the_import_contracts():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    assert sorted(settings["root_packages"]) == sorted(ROOMS)


def test_nothing_in_pages_is_named_like_a_room_or_a_package():
    # The folder of the router comes first on sys.path: pages/reports.py would hide a room called reports.
    inside = {path.stem for path in (ROOT / "pages").iterdir() if path.suffix in ("", ".py")} - {"__init__"}
    installed = set(importlib.metadata.packages_distributions())
    taken = set(ROOMS) | {"app", "cli", "tests", "benchmarks", "scripts"} | set(sys.stdlib_module_names) | installed
    assert inside & taken == set()


def test_no_choice_of_several_has_the_frameworks_english_first_row():
    calls = [
        (path.name, node)
        for path in (ROOT / "pages").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "multiselect"
    ]
    assert len(calls) > 5
    assert [name for name, call in calls if "select_all" not in {word.arg for word in call.keywords}] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_begins_with_its_guard(path):
    statements = ast.parse(path.read_text(encoding="utf-8")).body
    told, *rest = statements
    assert isinstance(told, ast.Expr), "a page says what it is for"
    assert isinstance(told.value, ast.Constant), "a page says what it is for"
    first = next(statement for statement in rest if not isinstance(statement, ast.Import | ast.ImportFrom))
    call = first.value if isinstance(first, ast.Expr | ast.Assign) else None
    assert isinstance(call, ast.Call), f"line {first.lineno}: the first statement is to be guard(…)"
    assert isinstance(call.func, ast.Name), f"line {first.lineno}: the first statement is to be guard(…)"
    assert call.func.id == "guard"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_each_requirement_is_pinned_and_has_its_reason(name):
    lines = [line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if line]
    assert lines[0].startswith("#")
    for line in lines[1:]:
        if not line.startswith("-r "):
            assert re.fullmatch(r"[\w-]+==[\w.]+(?:; [^#]+?)?  # \w.+", line), line


def test_the_extension_has_the_databases_version():
    pinned = dict(
        re.findall(r"^([\w-]+)==([\w.]+)", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert pinned["duckdb"] == pinned["duckdb-extension-httpfs"]


def test_what_is_installed_is_what_is_pinned():
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    for name, version, only in re.findall(r"^([\w-]+)==([\w.]+)(;?)", text, re.MULTILINE):
        if not only:
            assert importlib.metadata.version(name) == version, name


def test_no_tracked_file_holds_a_path_of_a_machine():
    found = []
    for path in _tracked():
        if path.suffix in TEXT and path.name not in ("LICENSE", "test_house.py"):
            text = path.read_text(encoding="utf-8", errors="ignore")
            found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in MACHINE_PATH.finditer(text)]
    assert found == []


def _tracked():
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git repository")
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def imported(path):
    """The top-level names a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def test_the_top_floor_keeps_its_rules():
    # Single modules, which the import graph of lint-imports can't hold.
    assert "pages" not in set(imported(ROOT / "app.py")), "the launcher holds no page"
    assert {"streamlit", "pages", "duckdb", "openpyxl", "python_calamine"}.isdisjoint(imported(ROOT / "cli.py"))
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            assert {"app", "cli"}.isdisjoint(imported(path)), path


@pytest.mark.parametrize(
    ("room", "statement", "contract"),
    [
        ("base", "import data", "A room imports from floors below it only"),
        ("metrics", "import access", "A room imports from floors below it only"),
        ("questionnaires", "def later():\n    import files", "A room imports from floors below it only"),
        ("charts", "import streamlit", "Only pages know Streamlit"),
        ("pages", "import duckdb", "Only data knows DuckDB"),
        ("data", "import openpyxl", "Only files knows Excel"),
        ("metrics", "import plotly.express", "Only charts knows plotly"),
    ],
)
def test_an_import_against_the_contracts_is_caught(tmp_path, room, statement, contract):
    assert "0 broken" in _contracts(tmp_path)
    (tmp_path / room / "wrong.py").write_text(statement + "\n", encoding="utf-8")
    assert f"{contract} BROKEN" in _contracts(tmp_path)


def _contracts(folder):
    """What lint-imports says of empty rooms in a folder."""
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    if not command:
        pytest.skip("import-linter is not installed")
    for room in ROOMS:
        (folder / room).mkdir(exist_ok=True)
        (folder / room / "__init__.py").touch()
    shutil.copy(ROOT / "pyproject.toml", folder)
    return subprocess.run([command, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False).stdout
