"""From a file in the box to a questionnaire that can be published, or to all that is wrong with it."""

import streamlit as st

from data.ledger.store import Store
from pages.form_editing.catalogue import template_download
from pages.form_editing.draft import FormDraft
from pages.form_editing.errors import form_errors
from pages.form_editing.pointing import pointing
from pages.form_editing.publishing import before_publishing
from pages.frame.faults import show_error
from pages.frame.texts import plain


def how_to() -> None:
    """How one makes an own form, with the template; stands above the box."""
    st.header("Eget formulär eller ny version", anchor=False)
    st.markdown(
        "1. Hämta mallen, eller öppna ett formulär ovan och hämta det som Excel.\n"
        "2. Skriv frågorna i Excel och spara.\n"
        "3. Välj filen här. Du får se alla fel och hur formuläret blir. Inget sparas förrän du publicerar."
    )
    template_download()
    st.caption(
        "Har du frågorna i en annan arbetsbok, till exempel ett officiellt formulär? Välj den, så pekar du ut dem."
    )


def read_file(store: Store, draft: FormDraft) -> None:
    """What the file is, then its errors or what it will be."""
    if draft.fault is not None or draft.upload is None:
        if draft.fault is not None:
            show_error(draft.fault)
            st.caption(f"Inget är sparat. Felkod: {plain(draft.fault.code)}")
        return
    read = draft.upload
    if draft.pointed:
        pointed = pointing(store, draft, read.grids)
        if not read.other:
            _other_way(draft, "Läs den som vårt formulär i stället", by_hand=False)
        if pointed is not None and pointed.placed:
            form_errors(pointed.placed)
        elif pointed is not None and pointed.questionnaire is not None:
            before_publishing(store, draft, pointed.questionnaire)
    elif read.questionnaire is None:
        form_errors(read.placed, yaml=read.yaml)
        if not read.yaml:
            _other_way(draft, "Det är inte vårt formulär: peka ut kolumnerna i stället", by_hand=True)
    else:
        before_publishing(store, draft, read.questionnaire)


def _other_way(draft: FormDraft, label: str, *, by_hand: bool) -> None:
    st.button(label, key="form_other_way", type="tertiary", on_click=_choose_way, args=(draft, by_hand))


def _choose_way(draft: FormDraft, by_hand: bool) -> None:
    draft.by_hand = by_hand
