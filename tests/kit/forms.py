"""A form that is made in a test: its checks, and its innermost areas."""

from questionnaires.rows import FormRow, Sections
from questionnaires.rules import cross_check


def leaf_areas(form):
    parents = {area.parent for area in form.areas}
    return [area for area in form.areas if area.name not in parents]


def check_questionnaire(form, file):
    sheets = {
        name: [FormRow(index, item, item.model_dump(by_alias=True)) for index, item in enumerate(getattr(form, name))]
        for name in ("areas", "choices", "survey", "levels")
    }
    return cross_check(Sections(form.settings, **sheets), file)
