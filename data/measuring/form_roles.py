"""Which role a form has among the measurements: a shipped one by its file, one's own by an appended setting."""

from base.actors import Grant
from base.errors import MognadError
from data.ledger.definitions import versions
from data.ledger.preferences import preference, set_preference
from data.ledger.store import Readable, Store
from questionnaires.model import FormRole
from questionnaires.roles import OTHER, ROLES, shipped_role

_SETTING = "form_role:"


def form_role(source: Readable, form_id: str, known_at: int | None = None) -> FormRole:
    """The newest role; ``other`` where none was chosen."""
    return shipped_role(form_id) or chosen_role(source, form_id, known_at) or OTHER


def chosen_role(source: Readable, form_id: str, known_at: int | None = None) -> FormRole | None:
    """What somebody has chosen for a form of one's own; None: nobody has."""
    chosen = preference(source, f"{_SETTING}{form_id}", known_at)
    return next((role for role in ROLES if role == chosen), None)


def set_form_role(store: Store, grant: Grant, form_id: str, role: str) -> None:
    """Append the role of a form of one's own; what it has already is not written again.

    Raises ``role_unknown``, ``role_of_shipped`` and ``questionnaire_unknown``.
    """
    if role not in ROLES:
        raise MognadError("role_unknown", f"Formulärets roll ska vara något av: {', '.join(ROLES)}.")
    if shipped_role(form_id) is not None:
        raise MognadError("role_of_shipped", "Formuläret följer med programmet. Dess roll går inte att ändra.")
    if not versions(store, "questionnaire", form_id):
        raise MognadError("questionnaire_unknown", f"Frågeformuläret ”{form_id}” är inte publicerat.")
    if role != chosen_role(store, form_id):
        set_preference(store, grant, f"{_SETTING}{form_id}", role)
