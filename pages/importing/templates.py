"""A workbook to fill in for each register, for what no system exports."""

import streamlit as st

from data.registers import all_registers
from data.registers.definitions.template import template_file
from pages.frame.small_files import template
from pages.frame.texts import plain


def templates() -> None:
    """Folded: the registers with what each of them is, and its template to fetch."""
    registers = all_registers()
    with st.expander("Mallar", icon=":material/table_view:", type="compact"):
        st.markdown("Finns uppgifterna inte i något system? Fyll i en mall i Excel och läs in den här.")
        name = st.selectbox(
            "Mall för", list(registers), key="template_register", format_func=lambda each: registers[each].label
        )
        chosen = registers[name]
        if chosen.about:
            st.caption(plain(chosen.about))
        template(
            "Hämta mallen (.xlsx)",
            lambda: template_file(chosen),
            f"mall-{plain(chosen.label).lower().replace(' ', '-')}.xlsx",
            key="template_fetch",
        )
