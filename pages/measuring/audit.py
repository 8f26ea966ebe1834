"""*Revisionspaket*: a download that is made when it is asked for."""

import io

import streamlit as st

from data.ledger.store import Store
from data.measuring.rounds import Round
from pages.frame.small_files import download
from reports.audit_package import package_name, write_audit_package


def audit_download(store: Store, measurement: Round) -> None:
    """The button, with what the package holds."""

    def made() -> bytes:
        held = io.BytesIO()
        write_audit_package(store, measurement.round, held)
        return held.getvalue()

    download("Hämta revisionspaket", made, package_name(measurement), "audit_package")
    st.caption("Alla svar med underlag, vem som svarat och fastställt, rättelser och kontrollsummor, i en zip-fil.")
