"""What is kept in memory of a store: bounded, and emptied without a word."""

from data.ledger.shelf import Shelf


def test_the_least_lately_used_goes_first_when_there_is_too_much() -> None:
    shelf = Shelf(most=100)
    for name in ("a", "b"):
        shelf.put(name, name.upper(), 50)
    assert shelf.take("a") == "A"
    shelf.put("c", "C", 50)
    assert [shelf.take(name) for name in ("a", "b", "c")] == ["A", None, "C"]


def test_what_is_put_again_takes_the_place_of_what_was_there() -> None:
    shelf = Shelf(most=100)
    for number in range(5):
        shelf.put("a", number, 60)
    shelf.put("b", "B", 40)
    assert (shelf.take("a"), shelf.take("b")) == (4, "B")


def test_what_is_larger_than_all_is_not_kept() -> None:
    shelf = Shelf(most=100)
    shelf.put("a", "A", 101)
    assert shelf.take("a") is None


def test_a_thing_is_made_once_until_the_shelf_is_emptied() -> None:
    shelf, made = Shelf(), []

    def make() -> str:
        made.append("made")
        return "A"

    assert [shelf.kept("a", make, len), shelf.kept("a", make, len)] == ["A", "A"]
    assert made == ["made"]
    shelf.empty()
    assert shelf.kept("a", make, len) == "A"
    assert made == ["made", "made"]
