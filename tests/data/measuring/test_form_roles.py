"""The role of a form: of a shipped one by its file, of one's own by the newest setting, and each refusal."""

import pytest

from base.actors import Act
from base.errors import MognadError
from data.audit.verify import verify
from data.ledger.definitions import definition, versions
from data.measuring.form_roles import chosen_role, form_role, set_form_role
from data.measuring.questionnaire_files import known_versions, publish_questionnaire_file
from questionnaires.library import canonical
from questionnaires.roles import with_role


def test_a_role_is_kept_as_a_setting_and_read_back(store, form, grant):
    form_id = form.settings.form_id
    publish_questionnaire_file(store, grant(Act.PUBLISH), with_role(form, "maturity"))
    # What is published says nothing of it; nobody has chosen, and so it is another measurement.
    published = definition(store, versions(store, "questionnaire", form_id)[1])
    assert published == canonical(form)
    assert (form_role(store, form_id), chosen_role(store, form_id)) == ("other", None)
    set_form_role(store, grant(Act.CONFIGURE), form_id, "maturity")
    then = store.position()
    set_form_role(store, grant(Act.CONFIGURE), form_id, "maturity")
    assert store.position() == then
    set_form_role(store, grant(Act.CONFIGURE), form_id, "self_assessment")
    assert (form_role(store, form_id), form_role(store, form_id, then)) == ("self_assessment", "maturity")
    # A file that is written out bears it, so that it comes along to another store.
    assert known_versions(store, form_id)[-1].settings.role == "self_assessment"
    assert publish_questionnaire_file(store, grant(Act.PUBLISH), form).already
    assert verify(store).ok


@pytest.mark.parametrize(
    ("form_id", "role", "expected"),
    [
        ("mognadsmatning", "other", "role_of_shipped"),
        ("finns_inte", "maturity", "questionnaire_unknown"),
        ("mognadsmatning", "viktig", "role_unknown"),
    ],
)
def test_a_role_that_breaks_a_rule(store, grant, form_id, role, expected):
    with pytest.raises(MognadError) as caught:
        set_form_role(store, grant(Act.CONFIGURE), form_id, role)
    assert caught.value.code == expected
    assert store.position() == 0
    assert form_role(store, "mognadsmatning") == "maturity"
