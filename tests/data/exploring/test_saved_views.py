"""Saved views: named, listed, taken away, and never with a personal identity number in them."""

import pytest

from access.rights import authorise, local_coordinator
from base.actors import Act
from base.errors import MognadError
from data.exploring.saved_views import remove_view, save_view, saved_views

CONTENT = {"register": "risks", "where": [{"column": "status", "values": ["Öppen", "Åter öppnad"]}]}


@pytest.fixture
def grant():
    return authorise(local_coordinator(), Act.CONFIGURE)


def test_views_are_listed_by_name_with_what_was_saved(store, grant):
    for name in ("Ärenden", "  Öppna   risker ", "Alla"):
        save_view(store, grant, name, CONTENT)
    assert [view.name for view in saved_views(store)] == ["Alla", "Ärenden", "Öppna risker"]
    assert saved_views(store)[0].content == CONTENT


def test_a_name_is_taken_until_its_view_is_removed(store, grant):
    made = save_view(store, grant, "Öppna", CONTENT)
    before = store.position()
    with pytest.raises(MognadError) as caught:
        save_view(store, grant, "öppna", {})
    assert caught.value.code == "view_name_taken"
    remove_view(store, grant, made)
    assert saved_views(store) == []
    assert [view.view for view in saved_views(store, before)] == [made]
    assert save_view(store, grant, "öppna", {}) != made
    with pytest.raises(MognadError) as caught:
        remove_view(store, grant, made)
    assert caught.value.code == "view_unknown"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        (" ", {}, "reason_missing"),
        ("x" * 101, {}, "text_too_long"),
        ("Ärendet om 19121212-1212", {}, "text_personal"),
        ("Sökning", {"search": "19121212-1212"}, "text_personal"),
        ("Filter", {"where": [{"column": "a", "values": ["19121212-1212"]}]}, "text_personal"),
    ],
)
def test_what_may_not_be_saved_stores_nothing(store, grant, name, content, code):
    with pytest.raises(MognadError) as caught:
        save_view(store, grant, name, content)
    assert caught.value.code == code
    assert store.position() == 0


def test_saving_needs_its_own_permission(store):
    with pytest.raises(MognadError) as caught:
        save_view(store, authorise(local_coordinator(), Act.READ), "Alla", CONTENT)
    assert caught.value.code == "not_allowed"
