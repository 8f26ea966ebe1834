"""The parts of a long form: a top area with many areas under it, each of which is answered and drawn for itself.

A perspective has its four dimensions and is one whole; what has more areas under it is a part.
"""

from questionnaires.model import Area, Questionnaire

MOST_DIMENSIONS = 6


def is_part(form: Questionnaire, area: Area) -> bool:
    """Whether a top area is a part."""
    return len(form.sub_areas(area)) > MOST_DIMENSIONS and all(row.area != area.name for row in form.survey)


def shown_areas(form: Questionnaire) -> list[Area]:
    """The areas as people meet them: the top ones, a part's own areas in its stead."""
    return [area for top in form.sub_areas(None) for area in (form.sub_areas(top) if is_part(form, top) else (top,))]
