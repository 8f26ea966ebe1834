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
MOST_FILES = 22
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


def test_a_folder_holds_one_subject_and_can_be_read_at_a_glance():
    folders = {path.parent for path in _tracked() if path.suffix == ".py"} - {ROOT / "pages"}
    files = {folder: [path for path in folder.glob("*.py") if path.name != "__init__.py"] for folder in folders}
    crowded = {str(folder.relative_to(ROOT)): len(held) for folder, held in files.items() if len(held) > MOST_FILES}
    assert crowded.keys() <= _named_exceptions(), crowded


def _named_exceptions():
    """Folders that docs/architecture.md names as larger than others, with the reason."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    return set(re.findall(r"^- `([\w/]+)/` holds more than", text, re.MULTILINE))


def test_tests_lie_in_folders_as_what_they_test():
    for floor in ("data", "metrics"):
        subjects = {str(path.relative_to(ROOT / floor)) for path in (ROOT / floor).rglob("*") if _is_package(path)}
        tested = {
            path.parent.relative_to(ROOT / "tests" / floor) for path in (ROOT / "tests" / floor).rglob("test_*.py")
        }
        assert {str(path) for path in tested} - {"."} <= subjects, floor


def _is_package(path):
    return path.is_dir() and (path / "__init__.py").is_file()


def test_the_pages_that_begin_with_their_guard_are_named_to_the_linter():
    # A star in such a pattern crosses folders: the linter was blind in all that pages are made of.
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    patterns = [pattern for pattern in settings["per-file-ignores"] if pattern.startswith("pages/")]
    assert len(patterns) == 1
    named = set(patterns[0].removeprefix("pages/{").removesuffix("}.py").split(","))
    assert named == {path.stem for path in (ROOT / "pages").glob("*.py")} - {"__init__"}


def test_the_linter_sees_what_pages_are_made_of(tmp_path):
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent))
    if not ruff:
        pytest.skip("ruff is not installed")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "pages" / "frame").mkdir(parents=True)
    for place in ("pages/start.py", "pages/frame/wrong.py"):
        (tmp_path / place).write_text('"""Imports in the wrong order."""\n\nimport sys\nimport os\n\nprint(sys, os)\n')
    command = [ruff, "check", "--no-cache", "--select", "I001", "--output-format", "concise", "."]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False).stdout
    assert "frame/wrong.py:3:1: I001" in told
    assert "start.py" not in told


def test_no_import_renames_a_thing_of_ours_away():
    renamed = [
        f"{path.relative_to(ROOT)}: {node.module} {alias.name} as {alias.asname}"
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ROOMS
        for alias in node.names
        if alias.asname
    ]
    assert renamed == []


def test_a_function_of_many_parameters_has_an_order_object():
    crowded = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        if len([word for word in (*node.args.args, *node.args.kwonlyargs) if word.arg not in ("self", "cls")]) >= 6
    ]
    assert crowded == []


def test_no_two_classes_bear_one_name():
    bearers: dict[str, list[str]] = {}
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    bearers.setdefault(node.name, []).append(str(path.relative_to(ROOT)))
    assert {name: places for name, places in bearers.items() if len(places) > 1} == {}


def test_no_choice_of_several_has_the_frameworks_english_first_row():
    calls = [
        (path.name, node)
        for path in (ROOT / "pages").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        # The widget is called, or given to what draws it.
        for part in (node.func, *node.args, *(word.value for word in node.keywords))
        if getattr(part, "attr", "") == "multiselect"
    ]
    assert len(calls) > 3
    assert [name for name, call in calls if "select_all" not in {word.arg for word in call.keywords}] == []


def test_a_part_of_a_page_is_drawn_by_the_frames_own_fragment():
    # The framework's alone would read the ledger at as many positions as it has figures.
    users = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "pages").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("fragment", "dialog")
    ]
    assert users == ["pages/frame/fragments.py"]


def test_the_address_is_written_in_one_place():
    # ``session`` writes back what stands there, which Streamlit's own menu may have lost.
    writers = {
        str(path.relative_to(ROOT / "pages"))
        for path in (ROOT / "pages").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Subscript | ast.Attribute)
        and getattr(node.value, "attr", "") == "query_params"
        and (not isinstance(node.ctx, ast.Load) or getattr(node, "attr", "") in ("update", "clear", "from_dict"))
    }
    assert writers == {"frame/addressed.py", "frame/session.py"}


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


SUBJECTS = {
    "data": (
        "audit workshop measuring imported exploring organisation ledger registers registers/reading "
        "registers/finding registers/values registers/definitions"
    ),
    "metrics": "overview measuring workshop incidents exploring registers",
    "charts": "measuring incidents registers drawing",
    "pages": (
        "results importing overview measuring registers workshop form_editing incidents answering exploring "
        "organisation frame"
    ),
}
MODULES = ("metrics/queries.py", "charts/exploring.py", "charts/description.py")


@pytest.mark.parametrize(
    ("room", "statement", "contract"),
    [
        ("base", "import data", "A room imports from floors below it only"),
        ("metrics", "import access", "A room imports from floors below it only"),
        ("questionnaires", "def later():\n    import files", "A room imports from floors below it only"),
        ("charts", "import streamlit", "Only pages know Streamlit"),
        ("pages", "import duckdb", "Only data knows DuckDB"),
        ("data", "import openpyxl", "Only files knows Excel"),
        ("metrics", "import plotly.express", "Only drawing knows plotly"),
        ("pages/frame", "import plotly.io", "Only drawing knows plotly"),
        ("charts", "import plotly.graph_objects", "Only drawing knows plotly"),
        ("charts/measuring", "def later():\n    from plotly import io", "Only drawing knows plotly"),
        ("data/ledger", "import data.audit", "Subjects of data"),
        ("data/imported", "import data.measuring", "Subjects of data"),
        ("data/organisation", "import data.workshop", "Subjects of data"),
        ("data/registers/finding", "import data.ledger", "Subjects of data"),
        ("data/registers/values", "import data.registers.finding", "Reading a register knows no store"),
        ("metrics/registers", "import metrics.incidents", "Subjects of metrics"),
        ("metrics/measuring", "import metrics.overview", "Subjects of metrics"),
        ("charts/drawing", "import charts.measuring", "Subjects of charts"),
        ("pages/frame", "import pages.answering", "Subjects of pages"),
        ("pages/registers", "import pages.importing", "Subjects of pages"),
        ("pages/results", "import pages.overview", "Subjects of pages"),
    ],
)
def test_an_import_against_the_contracts_is_caught(tmp_path, room, statement, contract):
    _empty_rooms(tmp_path)
    (tmp_path / room / "wrong.py").write_text(statement + "\n", encoding="utf-8")
    assert f"{contract} BROKEN" in _contracts(tmp_path)


def test_empty_rooms_break_no_contract(tmp_path):
    _empty_rooms(tmp_path)
    assert "0 broken" in _contracts(tmp_path)


def test_every_subject_stands_in_a_contract():
    for room, subjects in SUBJECTS.items():
        folders = {str(path.parent.relative_to(ROOT / room)) for path in (ROOT / room).glob("*/__init__.py")}
        assert folders == {subject for subject in subjects.split() if "/" not in subject}, room


def _empty_rooms(folder):
    rooms = [*ROOMS, *(f"{room}/{subject}" for room, subjects in SUBJECTS.items() for subject in subjects.split())]
    for room in rooms:
        (folder / room).mkdir(parents=True, exist_ok=True)
        (folder / room / "__init__.py").touch()
    for module in MODULES:
        (folder / module).touch()
    shutil.copy(ROOT / "pyproject.toml", folder)


def _contracts(folder):
    """What lint-imports says of a folder's rooms."""
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    if not command:
        pytest.skip("import-linter is not installed")
    return subprocess.run([command, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False).stdout
