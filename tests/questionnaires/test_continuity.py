"""Which series go on over a change of version, end or begin."""

import pytest

from questionnaires.continuity import Continuity, continuity
from questionnaires.library import from_canonical
from questionnaires.model import Questionnaire


def form(
    questions: dict[str, str], lists: dict[str, tuple[int, ...]], succeeds: dict[str, str] | None = None
) -> Questionnaire:
    """Question → its list; list → its values; question → what it succeeds."""
    return from_canonical(
        {
            "settings": {"form_id": "prov", "form_title": "Prov", "version": 1},
            "areas": [{"name": "a", "label::sv": "A"}],
            "choices": [
                {"list_name": name, "name": f"s{place}", "label::sv": f"S{place}", "value": value, "order": place}
                for name, values in lists.items()
                for place, value in enumerate(values, 1)
            ],
            "survey": [
                {
                    "type": f"select_one {lst}", "name": name, "label::sv": name, "area": "a", "respondent": "unit",
                    **({"succeeds": succeeds[name]} if succeeds and name in succeeds else {}),
                }
                for name, lst in questions.items()
            ],
        }
    )  # fmt: skip


LISTS = {"jn": (0, 1), "steg": (1, 2, 3)}
OLD = form({"a": "jn", "b": "jn", "c": "steg"}, LISTS)


@pytest.mark.parametrize(
    ("newer", "expected"),
    [
        (OLD, Continuity(("a", "b", "c"), (), ())),
        (form({"a": "jn", "b": "jn", "c": "steg", "d": "jn"}, LISTS), Continuity(("a", "b", "c"), (), ("d",))),
        (form({"a": "jn", "c": "steg"}, LISTS), Continuity(("a", "c"), ("b",), ())),
        # One successor with equal alternatives goes on under its new name; with others it begins anew.
        (form({"a": "jn", "b2": "jn", "c": "steg"}, LISTS, {"b2": "b"}), Continuity(("a", "b", "c"), (), ())),
        (form({"a": "jn", "b2": "steg", "c": "steg"}, LISTS, {"b2": "b"}), Continuity(("a", "c"), ("b",), ("b2",))),
        # A merge breaks both.
        (form({"ab": "jn", "c": "steg"}, LISTS, {"ab": "a b"}), Continuity(("c",), ("a", "b"), ("ab",))),
        # Another value of an alternative ends and begins.
        (
            form({"a": "jn", "b": "jn", "c": "steg"}, {"jn": (0, 2), "steg": (1, 2, 3)}),
            Continuity(("c",), ("a", "b"), ("a", "b")),
        ),
    ],
)
def test_continuity(newer: Questionnaire, expected: Continuity) -> None:
    assert continuity(OLD, newer) == expected
