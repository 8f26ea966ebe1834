"""What ``answering`` is held against: the same card on a page that stores nothing."""

import json
import os

import streamlit as st

QUESTIONS = json.loads(os.environ["BARE_QUESTIONS"])


def draw(question: dict[str, list[str] | str]) -> None:
    @st.fragment
    def card() -> None:
        name = str(question["name"])
        with st.container(border=True):
            st.caption("Fråga 1 av 1")
            st.subheader(str(question["label"]), anchor=False)
            with st.expander("Vägledning och vad som räknas"):
                st.markdown(str(question["hint"]))
            chosen = st.radio(
                str(question["label"]),
                list(question["labels"]),
                index=None,
                key=f"{name}:val",
                captions=list(question["hints"]),
                label_visibility="collapsed",
            )
            if chosen is not None:
                with st.expander("Kommentar och underlag"):
                    st.text_area("Kommentar", key=f"{name}:kommentar")
                    left, right = st.columns([3, 1])
                    left.text_input("Underlag", key=f"{name}:underlag")
                    right.date_input("Underlagets datum", value=None, key=f"{name}:datum")
                with st.container(horizontal=True):
                    st.caption("sparat 14:32")
                    st.button("Ta bort svaret", key=f"{name}:ta_bort", type="tertiary")

    card()


st.title("Svara", anchor=False)
for asked in QUESTIONS:
    draw(asked)
