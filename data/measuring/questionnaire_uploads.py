"""A questionnaire's file as somebody gives it: ours, as workbook or YAML, or a workbook of another kind.

Read in memory, nothing is stored here: what is read is published by ``data.measuring.questionnaire_files``.
"""

from dataclasses import dataclass

from base.clock import FAR
from base.errors import MognadError
from data.ledger.store import Readable
from data.measuring.questionnaire_files import grids_of, known_versions, preview
from data.measuring.rounds import refuse_taken_over
from data.organisation.units import units
from files.grid import Workbook
from files.guard import MEGABYTE
from files.workbook import read_bytes
from questionnaires.changes import FormChange
from questionnaires.check import read_questionnaire
from questionnaires.continuity import Continuity, continuity
from questionnaires.excel.places import Placed, placed_in_yaml
from questionnaires.excel.reading import is_form, read_sheets
from questionnaires.excel.sheets import Grid
from questionnaires.excel.template import example_form
from questionnaires.library import shipped
from questionnaires.model import Questionnaire
from questionnaires.relevance import attributes_in

_MOST_YAML = 5 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as read. ``grids``: a workbook's sheets, none for YAML; ``other``: it is no form of ours.

    ``questionnaire`` None: there are problems, or it is of another kind. ``noted``, ``ignored``: as in
    ``questionnaires.excel.reading.SheetReading``.
    """

    name: str
    grids: tuple[Grid, ...] = ()
    other: bool = False
    questionnaire: Questionnaire | None = None
    placed: tuple[Placed, ...] = ()
    noted: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def yaml(self) -> bool:
        """Whether it is a YAML file: its places are blocks and rows counted from 1."""
        return not self.grids


@dataclass(frozen=True, slots=True)
class Review:
    """What publishing would mean, before it is done.

    ``previous``: the version before, None for a first one; ``changes`` and ``goes_on`` are against it. ``known``: this
    very version is there already. ``of_shipped``: a later version of a form that comes with the program.
    ``template_name``: it still bears the template's id. ``unknown_attributes``: what its conditions ask for and no
    unit has, by name: it may be misspelt, or not entered yet.
    """

    previous: Questionnaire | None
    changes: tuple[FormChange, ...]
    goes_on: Continuity | None
    known: bool
    of_shipped: bool
    template_name: bool
    unknown_attributes: tuple[str, ...] = ()


def review(store: Readable, questionnaire: Questionnaire) -> Review:
    """What publishing would mean; raises as ``data.measuring.questionnaire_files.publish_questionnaire_file`` would."""
    settings = questionnaire.settings
    refuse_taken_over(questionnaire)
    number, changed = preview(store, questionnaire)
    versions = {form.settings.version: form for form in known_versions(store, settings.form_id)}
    previous = versions[number] if number is not None else None
    already = settings.version in versions
    return Review(
        previous=previous,
        changes=changed,
        goes_on=continuity(previous, questionnaire) if previous else None,
        known=already,
        of_shipped=settings.form_id in shipped() and not already,
        template_name=settings.form_id == example_form().settings.form_id and not versions,
        unknown_attributes=_unknown_attributes(store, questionnaire),
    )


def _unknown_attributes(store: Readable, questionnaire: Questionnaire) -> tuple[str, ...]:
    wanted = {name for row in questionnaire.survey if row.relevant for name in attributes_in(row.relevant)}
    held = {name for unit in units(store, FAR) for name in unit.attributes}
    return tuple(sorted(wanted - held - {"kind"}))


def read_upload(content: bytes, name: str) -> Upload:
    """Read a file by its name's ending, YAML or else a workbook.

    Raises what ``files.workbook.read_bytes`` raises, and ``not_utf8`` and ``too_large`` for YAML.
    """
    if name.lower().endswith((".yaml", ".yml")):
        return _read_yaml(content, name)
    workbook = read_bytes(content, name)
    if not is_form(grids_of(workbook)):
        return Upload(name, _filled(workbook), other=True)
    reading = read_sheets(grids_of(workbook), name)
    return Upload(
        name,
        _filled(workbook),
        questionnaire=reading.questionnaire,
        placed=reading.placed,
        noted=reading.noted,
        ignored=reading.ignored,
    )


def _filled(workbook: Workbook) -> tuple[Grid, ...]:
    """The sheets with something in them, merged cells filled, as an official sheet has beside its questions."""
    return tuple(grid for grid in grids_of(workbook, fill_merged=True) if any(True for _ in grid.filled()))


def _read_yaml(content: bytes, name: str) -> Upload:
    if len(content) > _MOST_YAML:
        raise MognadError("too_large", f"Filen {name} är för stor för ett frågeformulär (högst 5 MB).")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MognadError(
            "not_utf8", f"Filen {name} är inte sparad som text i UTF-8. Spara den så och välj den igen."
        ) from error
    questionnaire, problems = read_questionnaire(text, name)
    return Upload(name, questionnaire=questionnaire, placed=tuple(placed_in_yaml(problem) for problem in problems))
