"""Every questionnaire that can be asked, and the template of an own one."""

from base.formats import listing, plural
from data.ledger.store import Store
from data.measuring.questionnaire_files import known_questionnaires, template_bytes
from pages.frame.fragments import line
from pages.frame.session import link
from pages.frame.small_files import download
from pages.frame.texts import plain
from questionnaires.library import shipped
from questionnaires.model import Questionnaire, RespondentRole
from questionnaires.parts import shown_areas

FORM, VERSION = "form", "version"
RESPONDENTS: dict[RespondentRole, str] = {"organisation": "kommunen", "branch": "varje kontor", "unit": "varje enhet"}


def form_list(store: Store) -> None:
    """A card per questionnaire, its newest version."""
    for form_id, versions in known_questionnaires(store).items():
        newest = versions[-1]
        own = "" if form_id in shipped() else " · eget formulär"
        many = f" · {len(versions)} versioner" if len(versions) > 1 else ""
        name = f"**{plain(newest.settings.form_title)}**  \n{plain(summary(newest))}"
        with line(f"{name}  \n:small[{plain(issued(newest))}{many}{own}]", f"form-{form_id}"):
            link("formular.py", "Öppna", icon=":material/visibility:", to={FORM: form_id})


def summary(form: Questionnaire) -> str:
    """``48 frågor i 12 områden, besvaras av kommunen`` (not escaped)."""
    areas = len(shown_areas(form))
    who = [words for name, words in RESPONDENTS.items() if any(name in row.respondents for row in form.questions)]
    return (
        f"{plural(len(form.questions), 'fråga', 'frågor')} i {plural(areas, 'område', 'områden')}, "
        f"besvaras av {listing(who)}."
    )


def issued(form: Questionnaire) -> str:
    """``Version 2 · MSB · 2026`` (not escaped)."""
    settings = form.settings
    parts = [f"Version {settings.version}", settings.issuer, settings.edition]
    return " · ".join(part for part in parts if part)


def template_download() -> None:
    """The template, a form that can be read as it stands."""
    download("Hämta mallen (.xlsx)", template_bytes, "mall frageformular.xlsx", "form_template")
