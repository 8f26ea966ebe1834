"""The one rule by which an address holds a choice."""

import pytest
from streamlit.testing.v1 import AppTest

pytestmark = pytest.mark.app


def page():
    import streamlit as st

    from pages.frame.addressed import choose, in_address

    names = {"": "Alla", "ett": "Den första", "tva": "Den andra"}
    st.text(choose(in_address("del", "Del", names, "part")) or "alla")
    fixed = {"a": "A", "b": "B"}
    st.text(choose(in_address("sort", "Sort", fixed, "kind", "b"), st.segmented_control, required=True))


def opened(**parameters):
    app = AppTest.from_function(page)
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def shown(app):
    return [text.value for text in app.text]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, ["alla", "b"]),
        ({"del": "tva", "sort": "a"}, ["tva", "a"]),
        ({"del": "Den andra", "sort": ""}, ["alla", "b"]),
        ({"del": "<script>", "sort": "tva"}, ["alla", "b"]),
    ],
)
def test_what_the_address_says(parameters, expected):
    app = opened(**parameters)
    assert shown(app) == expected
    assert dict(app.query_params) == parameters, "looking writes nothing"


def test_another_choice_stands_in_the_address_and_none_leaves_it():
    app = opened(sort="a")
    assert app.selectbox(key="part").options == ["Alla", "Den första", "Den andra"]
    app.selectbox(key="part").set_value("ett").run()
    assert (shown(app), dict(app.query_params)) == (["ett", "a"], {"del": "ett", "sort": "a"})
    app.selectbox(key="part").set_value("").run()
    assert (shown(app), dict(app.query_params)) == (["alla", "a"], {"sort": "a"})


def test_a_link_goes_before_what_was_last_pressed():
    app = opened()
    app.selectbox(key="part").set_value("ett").run()
    app.query_params["del"] = "tva"
    assert shown(app.run())[0] == "tva"
    del app.query_params["del"]
    assert shown(app.run())[0] == "alla"


def test_a_run_that_changes_nothing_takes_back_no_choice_made_meanwhile():
    app = opened(**{"del": "tva"}).run()
    assert [app.selectbox(key="part").proto.set_value, shown(app)[0]] == [False, "tva"]
    app.selectbox(key="part").set_value("ett").run()
    assert [app.selectbox(key="part").proto.set_value, shown(app)[0]] == [False, "ett"]
    app.query_params["del"] = "tva"
    assert app.run().selectbox(key="part").proto.set_value, "a link is told to the browser"
