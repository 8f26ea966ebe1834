"""Stores of earlier versions: they open, hold together, and give the same figures of what is closed."""

import json
import lzma
from pathlib import Path

import pytest

from tests.kit.terminal import told

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).resolve().parent.parent / "stores"
KEPT = sorted(path.name.removesuffix(".duckdb.xz") for path in FOLDER.glob("*.duckdb.xz"))

# Kept before the comparable series was made of pairs: every other figure is the same.
OTHER_SERIES = {"before_g", "before_h"}
# What later versions tell beside it.
ADDED = ("change", "corrected")


@pytest.mark.parametrize("name", KEPT)
def test_a_store_of_an_earlier_version_tells_the_same(tmp_path, name):
    store = tmp_path / "store.duckdb"
    store.write_bytes(lzma.decompress((FOLDER / f"{name}.duckdb.xz").read_bytes()))
    figures = json.loads(lzma.decompress((FOLDER / f"{name}.json.xz").read_bytes()))
    assert len(figures) > 50
    for figure in figures:
        now, then = told(store, figure["command"]), figure["told"]
        if name in OTHER_SERIES and "series" in then:
            made, before = now.pop("series"), then.pop("series")
            assert made["all"] == before["all"], figure["command"]
        if "total" in then:
            now = {key: value for key, value in now.items() if key in then or key not in ADDED}
        assert now == then, figure["command"]
    assert told(store, ["verify"])["ok"] is True
