"""What a form of one's own is among the measurements: chosen when it is published, and changed whenever."""

from functools import partial

from base.actors import Act
from data.ledger.store import Store
from data.measuring.form_roles import chosen_role, set_form_role
from pages.frame.fields import pick
from pages.frame.guard import permission
from pages.frame.receipts import carry_out, receipt, turn
from pages.frame.session import open_current
from questionnaires.model import FormRole, Questionnaire
from questionnaires.roles import shipped_role, suggested_role

_PLACE = "form_role"
_WORDS: dict[FormRole, str] = {
    "maturity": "Mognadsmätning",
    "self_assessment": "Självskattning",
    "other": "Annan mätning",
}


def choose_role(store: Store, form: Questionnaire, key: str) -> FormRole | None:
    """A select box with what was chosen before, else what the form looks like; None for a shipped form."""
    form_id = form.settings.form_id
    if shipped_role(form_id) is not None:
        return None
    return _box(chosen_role(store, form_id) or suggested_role(form), key)


def change_role(store: Store, form: Questionnaire) -> None:
    """Change what a published form of one's own is; nothing for a shipped one."""
    settings = form.settings
    if shipped_role(settings.form_id) is not None:
        return
    receipt(_PLACE)
    picked = _box(settings.role, f"{_PLACE}-{settings.form_id}-{turn()}")
    if picked != settings.role:
        carry_out(_PLACE, partial(_change, settings.form_id, picked))


def keep_role(store: Store, form_id: str, role: FormRole | None) -> None:
    """Append what ``choose_role`` gave. Raises ``not_allowed``."""
    if role is not None:
        set_form_role(store, permission(Act.CONFIGURE), form_id, role)


def _box(current: FormRole, key: str) -> FormRole:
    note = "Bara en självskattning kallas så. Valet går att ändra, och ändrar inga svar."
    place = list(_WORDS).index(current)
    return pick("Visas på Utveckling som", _WORDS, key, index=place, help=note) or current


def _change(form_id: str, role: FormRole) -> str:
    keep_role(open_current(), form_id, role)
    return f"Formuläret visas nu som: {_WORDS[role].lower()}."
