"""A command begins without what it does not need."""

import subprocess
import sys
from pathlib import Path

HEAVY = ("openpyxl", "pandas", "plotly", "pyarrow.compute", "questionnaires.model", "streamlit")


def loaded(root: Path, work: str) -> list[str]:
    """Which of the heavy modules a Python of its own has loaded after ``work``."""
    script = f"import sys\n{work}\nprint('loaded', *[name for name in {HEAVY} if sys.modules.get(name)])"
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1].split()[1:]


def test_the_terminal_itself_loads_no_forms_columns_charts_or_pages(root: Path) -> None:
    assert loaded(root, "import cli") == []


def test_a_command_that_reads_a_store_does_so_without_pandas(root: Path, demo_store_path: Path) -> None:
    work = f"import cli\ncli.keep_pandas_out()\nassert cli.main(['rounds', '--store', {str(demo_store_path)!r}]) == 0"
    assert "pandas" not in loaded(root, work)


def test_a_command_ends_with_its_code_and_all_that_it_wrote(root: Path, demo_store_path: Path) -> None:
    def run(*command: str) -> subprocess.CompletedProcess[str]:
        whole = [sys.executable, "cli.py", *command, "--store", str(demo_store_path)]
        return subprocess.run(whole, cwd=root, capture_output=True, text=True, check=False, encoding="utf-8")

    units = run("units", "--as-of", "2026-11-01", "--json")
    assert (units.returncode, units.stderr) == (0, "")
    assert units.stdout.startswith("{") and units.stdout.endswith("}\n")
    missing = run("scores", "--questionnaire", "finns_inte")
    assert (missing.returncode, missing.stdout) == (2, "")
    assert missing.stderr.endswith("]\n")
