"""What somebody may have meant."""

from base.likeness import near
from data.registers.definitions.words import folded


def test_the_likest_come_first_and_as_they_are_written():
    names = ["Kontor Nord", "Kontor Syd", "Skola A"]
    assert near("kontoret nord", names, most=3) == ["Kontor Nord", "Kontor Syd"]
    assert near("KONTOR SYD", names) == ["Kontor Syd"]
    assert near("Badhuset", names, most=3) == []


def test_what_makes_no_difference_can_be_said():
    assert near("risk_id", ["Risk-ID", "Risk"], fold=folded) == ["Risk-ID"]
