"""Stores of earlier versions: they open, hold together, and give the same figures of what is closed."""

import json
import lzma
from pathlib import Path

import pytest

from tests.kit.terminal import told

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).resolve().parent.parent / "stores"
KEPT = sorted(path.name.removesuffix(".duckdb.xz") for path in FOLDER.glob("*.duckdb.xz"))

# Kept before the comparable series was made of pairs, and before one that has only begun was left out of a figure of
# several: every other figure is the same.
EARLIER_RULES = {"before_g", "before_h"}
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
        if name in EARLIER_RULES and "total" in then:
            now, left_out = by_earlier_rules(figure["command"], then, now)
            if left_out:
                assert_thinner(figure["command"], then, now, own)
                thinner += 1
                continue
        if name in EARLIER_RULES and "bodies" in then:
            now, then = without_words(now), without_words(then)
        assert now == then, figure["command"]
    assert thinner == (len(ANSWERED) if name in EARLIER_RULES else 0)
    assert told(store, ["verify"])["ok"] is True


def without_words(incidents):
    """Without the reasons in words, which have since come to tell how long it took."""
    if isinstance(incidents, dict):
        return {key: without_words(value) for key, value in incidents.items() if key != "why"}
    return [without_words(value) for value in incidents] if isinstance(incidents, list) else incidents


def by_earlier_rules(command, then, now):
    """What is told now without what earlier versions did not tell; and whether one that has begun is left out."""
    now = {key: value for key, value in now.items() if key in then or key not in ADDED}
    made, before = now.pop("series"), then.pop("series")
    kept = [[point for point in points if same(command, point)] for points in (made["all"], before["all"])]
    assert kept[0] == kept[1], command
    counted = {key: now["total"]["coverage"].pop(key) for key in NEW_KEYS}
    return now, counted["begun"] and now["total"]["coverage"]["of"] > 1


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
