"""What a form is among the measurements: maturity, a self-assessment, or another one.

It stands outside the canonical form. Of a shipped form the newest version says it; of one's own the store does
(``data.measuring.form_roles``), and the file only proposes it.
"""

from typing import get_args

from questionnaires.library import shipped
from questionnaires.model import FormRole, Questionnaire

ROLES: tuple[FormRole, ...] = get_args(FormRole)
OTHER: FormRole = "other"


def shipped_role(form_id: str) -> FormRole | None:
    """None for a form that does not come with the program."""
    versions = shipped().get(form_id)
    return versions[-1].settings.role if versions else None


def with_role(form: Questionnaire, role: FormRole) -> Questionnaire:
    """The same form in another role."""
    return form.model_copy(update={"settings": form.settings.model_copy(update={"role": role})})


def suggested_role(form: Questionnaire) -> FormRole:
    """What the file says; else a ladder that units are asked is taken for a measurement of maturity."""
    if form.settings.role == OTHER and form.is_ladder and form.questions_for("unit"):
        return "maturity"
    return form.settings.role
