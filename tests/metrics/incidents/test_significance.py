"""Thresholds prepare a decision: never *inte betydande*, never a guessed fact."""

import pytest

from metrics.incidents.significance import Harm, Reach, significance

MISSING, BELOW, REACHED = Reach.MISSING, Reach.BELOW, Reach.REACHED


@pytest.mark.parametrize(
    ("harm", "outage", "fallback", "persons"),
    [
        (Harm(), MISSING, MISSING, MISSING),
        (Harm("energy", 14, 48, 499), REACHED, BELOW, BELOW),  # no threshold of its own: the general one
        (Harm("energy", 12, 48.5, 500), BELOW, REACHED, REACHED),  # more than 12 h, at least 500 persons
        (Harm("public_administration", 4.1, 12), REACHED, BELOW, MISSING),
        (Harm("water", 4, 8.1), BELOW, REACHED, MISSING),
        (Harm("health", 1.5, 6), REACHED, BELOW, MISSING),
        # Without a sector: only what holds in all of them.
        (Harm(None, 12.5, 5), REACHED, BELOW, MISSING),
        (Harm(None, 1, 49), BELOW, REACHED, MISSING),
        (Harm(None, 5, 20), MISSING, MISSING, MISSING),
    ],
)
def test_each_threshold(harm, outage, fallback, persons):
    found = significance(harm)
    assert [one.reach for one in found.findings] == [outage, fallback, persons, MISSING]


def test_the_words_never_say_that_it_is_not_significant():
    assert (
        significance(Harm("energy", 14)).words == "Når tröskeln: avbrott 14 h > 12 h. Om den är betydande beslutar ni."
    )
    below = significance(Harm("water", 2, 2, 10)).words
    assert below.startswith(
        "3 av 4 trösklar går att jämföra: ingen av dem är nådd, men en incident kan ändå vara betydande."
    )
    assert below.endswith("Uppgift saknas: kostnad.")
    assert significance(Harm(affected_persons=10)).words == (
        "1 av 4 trösklar går att jämföra: den är inte nådd, men en incident kan ändå vara betydande. Uppgift saknas: "
        "avbrott, reservrutin och kostnad."
    )
    assert significance(Harm()).words.startswith("Uppgift saknas: avbrott, reservrutin")
    assert "sektor" in significance(Harm(None, 5)).words
    for hours in (None, 0.5, 3, 14):
        for sector in (None, "water", "energy"):
            assert "inte betydande" not in significance(Harm(sector, hours)).words.casefold()
