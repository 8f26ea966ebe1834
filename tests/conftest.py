"""What all tests share: where sample files and Chromium are, and a loud word about tests left out."""

import os
import shutil
import time
from pathlib import Path

import hypothesis
import pytest

# How long an example takes is the machine's business and proves nothing.
hypothesis.settings.register_profile("any machine", deadline=None)
hypothesis.settings.load_profile("any machine")

ROOT = Path(__file__).resolve().parent.parent
NO_CHROMIUM = "ingen Chromium"
NO_SAMPLES = "inga exempelfiler"


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real sample files: ``MOGNAD_SAMPLES``, else ``../shared/samples`` beside the repository."""
    folder = Path(os.environ.get("MOGNAD_SAMPLES") or ROOT.parent / "shared" / "samples")
    if not folder.is_dir():
        pytest.skip(f"{NO_SAMPLES}: MOGNAD_SAMPLES pekar inte på någon mapp")
    return folder


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """A Chromium to drive; tests that need one are left out, and named, where there is none."""
    from scripts.get_browser import find_chromium

    found = find_chromium()
    if not found:
        pytest.skip(f"{NO_CHROMIUM}: kör make browser")
    return found


@pytest.fixture(scope="session")
def demo_store_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example municipality, built once per run whatever the number of processes. Not to be opened: copy it."""
    base = tmp_path_factory.getbasetemp()
    # Under pytest-xdist each process has a folder of its own within the run's.
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demo"
    store, ready, failed = folder / "demo.duckdb", folder / "ready", folder / "failed"
    try:
        folder.mkdir()
    except FileExistsError:
        _wait_for(ready, failed)
        return store
    try:
        _build_demo(store)
    except BaseException:
        failed.touch()
        raise
    ready.touch()
    return store


@pytest.fixture
def demo_store_path(demo_store_original: Path, tmp_path: Path) -> Path:
    """A copy of the example municipality's store, for this test alone."""
    copy = tmp_path / "demo" / "demo.duckdb"
    copy.parent.mkdir()
    for suffix in ("", ".wal"):
        source = demo_store_original.with_name(demo_store_original.name + suffix)
        if source.exists():
            shutil.copy2(source, copy.with_name(copy.name + suffix))
    return copy


def _build_demo(store: Path) -> None:
    from data.ledger.settings import Settings
    from data.ledger.store import open_store
    from examples.build import build_example

    settings = Settings(store, None, store.parent / "backups")
    try:
        build_example(settings)
    finally:
        open_store(settings).close()


def _wait_for(ready: Path, failed: Path, seconds: float = 180) -> None:
    """Another process is building; making the folder was the lock."""
    end = time.monotonic() + seconds
    while not ready.exists():
        if failed.exists():
            pytest.fail("Exempeldata gick inte att bygga i en annan testprocess.")
        if time.monotonic() > end:
            pytest.fail(f"Exempeldata blev inte klara på {seconds:.0f} sekunder.")
        time.sleep(0.1)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was left out for want of a browser or of sample files: silence would look like proof."""
    skipped = terminalreporter.stats.get("skipped", [])
    for reason, title in (
        (NO_CHROMIUM, "WEBBLÄSARTESTER SOM INTE KÖRDES (ingen Chromium; kör make browser)"),
        (NO_SAMPLES, "TESTER SOM INTE KÖRDES (inga exempelfiler; sätt MOGNAD_SAMPLES)"),
    ):
        left_out = [report.nodeid for report in skipped if reason in str(report.longrepr)]
        if left_out:
            terminalreporter.section(f"{title}: {len(left_out)}", sep="!", red=True, bold=True)
            for name in left_out:
                terminalreporter.write_line(f"  {name}", red=True)
