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

# In Mätning 2024 Äldreboendet Björkbacken answered three of its seven questions. When the stores were kept, that was
# having answered; now it has begun, and is in no figure of several. The command's scope → units in the figure then and
# now, of how many asked.
ONE_BEGUN = "Mätning 2024"
BEGUN_UNIT = "u121"
ANSWERED = {(): (36, 35, 39), ("--branch", "u80"): (7, 6, 9)}
NEW_KEYS = ("asked", "answered", "begun", "silent")


@pytest.mark.parametrize("name", KEPT)
def test_a_store_of_an_earlier_version_tells_the_same(tmp_path, name):
    store = tmp_path / "store.duckdb"
    store.write_bytes(lzma.decompress((FOLDER / f"{name}.duckdb.xz").read_bytes()))
    figures = json.loads(lzma.decompress((FOLDER / f"{name}.json.xz").read_bytes()))
    assert len(figures) > 50
    own = told(store, ["scores", "--questionnaire", "mognadsmatning", "--round", ONE_BEGUN, "--unit", BEGUN_UNIT])
    thinner = 0
    for figure in figures:
        now, then = told(store, figure["command"]), figure["told"]
        if "total" in then:
            now = {key: value for key, value in now.items() if key in then or key not in ADDED}
        if "series" in then:
            made, before = now.pop("series"), then.pop("series")
            if name not in OTHER_SERIES:
                assert made == before, figure["command"]
            kept = [
                [point for point in points if same(figure["command"], point)] for points in (made["all"], before["all"])
            ]
            assert kept[0] == kept[1], figure["command"]
            counted = {key: now["total"]["coverage"].pop(key) for key in NEW_KEYS}
            if counted["begun"] and now["total"]["coverage"]["of"] > 1:
                assert_thinner(figure["command"], then, now, own)
                thinner += 1
                continue
        assert now == then, figure["command"]
    assert thinner == len(ANSWERED)
    assert told(store, ["verify"])["ok"] is True


def same(command, point):
    """Whether a round's point is that of before."""
    return point["round"] != ONE_BEGUN or tuple(command[5:]) not in ANSWERED


def assert_thinner(command, then, now, own):
    """The same answers; the means are those of before without the one that has only begun."""
    before, left, asked = ANSWERED[tuple(command[5:])]
    thin = left * 10 < asked * 7
    text = f"Underlag saknas: {left} av {asked} enheter" if thin else f"{left} av {asked} enheter"
    assert now["total"].pop("coverage") == {"units": left, "of": asked, "insufficient": thin, "text": text}
    then["total"].pop("coverage")
    assert (then["units"]["n"], now["units"]["n"]) == (before, left)
    assert now["total"]["score"] * left == pytest.approx(then["total"]["score"] * before - own["total"]["score"])
    for figure in (then, now):
        for part in (figure, figure["total"], *figure["areas"]):
            for key in ("score", "display", "units"):
                part.pop(key, None)
    assert now == then, command
