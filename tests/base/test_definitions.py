"""The program's own definition files are read by libyaml, what comes from people by Python: with one result."""

from pathlib import Path

import pytest

from base.definitions import load_yaml


@pytest.mark.parametrize("room", ["base", "data", "metrics", "questionnaires"])
def test_both_ways_of_reading_give_the_same_for_every_file_of_a_room(root: Path, room: str) -> None:
    paths = sorted((root / room).rglob("*.yaml"))
    assert paths
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert load_yaml(text, path.name, own=True) == load_yaml(text, path.name) != (None, [])


@pytest.mark.parametrize("own", [False, True])
def test_what_is_no_truth_value_or_date_stays_a_text(own: bool) -> None:
    read, problems = load_yaml("a: ja\nb: no\nc: true\nd: 2026-11-03\ne: 4\nf: 'Å\u2028ö'", "x.yaml", own=own)
    assert read == {"a": "ja", "b": "no", "c": True, "d": "2026-11-03", "e": 4, "f": "Å\u2028ö"}
    assert problems == []


@pytest.mark.parametrize("own", [False, True])
def test_a_repeated_key_is_told_with_its_row(own: bool) -> None:
    read, problems = load_yaml("a: 1\nb:\n  c: 2\n  c: 3\na: 4\n", "x.yaml", own=own)
    assert read == {"a": 4, "b": {"c": 3}}
    assert sorted((problem.path, problem.code, problem.message) for problem in problems) == [
        ("rad 4", "duplicate_key", "Nyckeln ”c” står två gånger i samma block."),
        ("rad 5", "duplicate_key", "Nyckeln ”a” står två gånger i samma block."),
    ]


@pytest.mark.parametrize("own", [False, True])
def test_a_text_that_is_no_yaml_is_told_with_its_row(own: bool) -> None:
    read, problems = load_yaml("a: 1\nb: [1, 2\n", "x.yaml", own=own)
    assert read is None
    assert [problem.message for problem in problems] == ["Filen går inte att läsa som YAML (rad 3)."]


def test_nesting_without_end_in_a_text_from_anyone_does_not_end_the_process() -> None:
    with pytest.raises(RecursionError):
        load_yaml("[" * 100_000, "x.yaml")
