"""The shipped questionnaires, and a questionnaire's canonical form (what is hashed and published)."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from base.errors import MognadError, Problem
from questionnaires.check import load_questionnaire
from questionnaires.model import Questionnaire

FORMS = Path(__file__).parent / "forms"


def load(path: Path, *, own: bool = False) -> Questionnaire:
    """A questionnaire from a YAML file; ``own``: it comes with the program.

    Raises:
        MognadError: ``questionnaire_invalid``, with every problem in ``issues``.
    """
    questionnaire, problems = load_questionnaire(path, own=own)
    if questionnaire is None:
        count = "ett fel" if len(problems) == 1 else f"{len(problems)} fel"
        raise MognadError("questionnaire_invalid", f"Frågeformuläret {path.name} har {count}.", problems)
    return questionnaire


def shipped() -> dict[str, list[Questionnaire]]:
    """The questionnaires that come with the product: form_id → its versions, lowest first."""
    return {name: list(versions) for name, versions in _shipped()}


@cache
def _shipped() -> tuple[tuple[str, tuple[Questionnaire, ...]], ...]:
    by_form: dict[str, list[Questionnaire]] = {}
    for path in sorted(FORMS.glob("*.yaml")):
        questionnaire = load(path, own=True)
        by_form.setdefault(questionnaire.settings.form_id, []).append(questionnaire)
    return tuple(
        (name, tuple(sorted(versions, key=lambda version: version.settings.version)))
        for name, versions in sorted(by_form.items())
    )


def canonical(questionnaire: Questionnaire) -> dict[str, Any]:
    """The questionnaire as JSON values with the files' keys; decimals are texts. The form's role is left out.

    Values that equal the model's defaults are left out, so that a column added later does not change the hash of
    what is already published. A default must therefore never change.
    """
    return questionnaire.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def from_canonical(content: Mapping[str, Any]) -> Questionnaire:
    """The questionnaire of a canonical form.

    The cross checks are not run: what was valid when it was published stays readable under stricter checks.

    Raises:
        MognadError: ``questionnaire_unreadable``.
    """
    try:
        return Questionnaire.model_validate(content)
    except ValidationError as error:
        raise MognadError(
            "questionnaire_unreadable",
            "Det sparade frågeformuläret går inte att läsa. Återställ från en säkerhetskopia.",
        ) from error


def check_versions(versions: Sequence[Questionnaire]) -> list[Problem]:
    """What is wrong between versions of one questionnaire: ids reused, predecessors that never were.

    Codes: ``version_repeated``, ``succeeds_unknown``, ``name_reused``. ``file`` is ``form_id version``.
    """
    problems: list[Problem] = []
    ever: set[str] = set()
    gone: set[str] = set()
    numbers: set[int] = set()
    for questionnaire in sorted(versions, key=lambda version: version.settings.version):
        settings = questionnaire.settings
        file = f"{settings.form_id} {settings.version}"
        if settings.version in numbers:
            message = f"Version {settings.version} finns två gånger."
            problems.append(Problem(file, "settings.version", "version_repeated", message))
        numbers.add(settings.version)
        names = {question.name for question in questionnaire.survey}
        for index, question in enumerate(questionnaire.survey):
            if question.name in gone:
                message = f"Namnet ”{question.name}” har använts i en tidigare version och sedan tagits bort."
                problems.append(Problem(file, f"survey[{index}].name", "name_reused", message))
            for older in question.succeeds:
                if older not in ever:
                    message = f"Frågan ”{older}” finns inte i någon tidigare version."
                    problems.append(Problem(file, f"survey[{index}].succeeds", "succeeds_unknown", message))
        gone |= ever - names
        ever |= names
    return problems
