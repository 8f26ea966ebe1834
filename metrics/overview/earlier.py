"""Where earlier results stand among the forms' own courses."""

from collections.abc import Iterable, Sequence

from metrics.measuring.outside import OutsidePoint, on_levels_of, on_scale_of
from metrics.overview.courses import FormCourse


def beside_courses(
    courses: Iterable[FormCourse], points: Iterable[OutsidePoint], *, whole: bool
) -> tuple[dict[str, Sequence[OutsidePoint]], list[OutsidePoint]]:
    """Form id → the results to show in its chart, and those that stand apart: on no form's scale, or official.

    Each stands once, with the first form that has its scale. ``whole``: they are the municipality's; levels are told of
    it alone. A course narrowed to an area has none, for a result without an area is of the whole.
    """
    by_form: dict[str, Sequence[OutsidePoint]] = {}
    left = list(points)
    for course in courses:
        if course.area is not None or (course.levels is not None and not whole):
            continue
        fitting = on_levels_of if course.levels is not None else on_scale_of
        by_form[course.form_id] = fitting(course.form, left)
        left = [point for point in left if point not in by_form[course.form_id]]
    return by_form, left
