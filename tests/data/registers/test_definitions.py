"""The register files themselves."""

import pyarrow as pa
import pytest
import yaml

from base.errors import MognadError
from base.hashing import canonical_json, sha256_text
from data.registers import all_registers, find_register
from data.registers.definitions.base_table import arrow_schema, table_columns
from data.registers.definitions.library import FOLDER, load_register, register_canonical
from data.registers.definitions.model import Register
from data.registers.definitions.schema import SCHEMA_FILE, schema_text
from data.registers.values.messages import SENTENCES

FIELDS = {
    "units": "code name kind parent valid_from valid_to",
    "risks": (
        "id title unit likelihood consequence risk_level status owner due identified reviewed "
        "residual_likelihood residual_consequence residual_level consequence_category treatment action "
        "accepted_level accepted acceptance_decision several_units"
    ),
    "incidents": (
        "id title unit kind occurred detected known reported status significant judged_significant "
        "early_warning_sent notification_sent situation_report_sent final_report_sent handled "
        "imy_decision subjects_informed affected_persons outage_hours fallback_hours sector legal_person"
    ),
    "acceptances": "id risk_id level decided case_number valid_until unit several_units",
    "delegation": "level highest_class several_units valid_from decision",
    "actions": "id title plan unit owner due done status risk_id",
    "information": (
        "id name unit owner confidentiality integrity availability traceability reasons classified "
        "classified_by mapped critical societal personal_data system"
    ),
    "systems": (
        "id name unit owner manager confidentiality integrity availability traceability classified "
        "interim interim_decided klassa_result klassa_version requirements_met requirements_total "
        "requirements_share assessed supplier"
    ),
    "continuity": "id title unit status owner decided updated exercised exercise_result next_exercise",
    "suppliers": (
        "id name service unit owner reaches personal_data dpa nda right_to_control controlled "
        "agreement_ends declared_class"
    ),
    "training": "id course unit target_group invited done held",
    "findings": "id title audit severity found unit owner due done status",
    "processing": (
        "id name purpose legal_basis unit categories subjects sensitive third_country dpia updated processor system"
    ),
}


def test_the_fields_are_the_agreed_ones():
    assert {name: " ".join(found.field_names) for name, found in all_registers().items()} == FIELDS
    with pytest.raises(MognadError):
        find_register("risk")


def test_schema_file_is_the_models():
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()


def test_canonical_form_is_read_back():
    for found in all_registers().values():
        fields = tuple(field.model_copy(update={"leads": False, "forward": False}) for field in found.fields)
        untold = found.model_copy(update={"about": None, "order": 0, "checks": (), "fields": fields})
        assert Register.model_validate(register_canonical(found)) == untold


def test_what_was_published_keeps_its_hash():
    """A store that holds version 1 refuses another content under it: a changed file needs a version of its own."""
    digest = sha256_text(canonical_json(register_canonical(find_register("units"))))
    assert (find_register("units").version, digest) == (
        1,
        "c22774bf0c617a92400a30edcc59206afc2b36ec6f27fef1b6c8edeb0dc0a965",
    )
    digest = sha256_text(canonical_json(register_canonical(find_register("risks"))))
    assert (find_register("risks").version, digest) == (
        2,
        "1d6244af7a26dcb4c255e02d3ea889912007875d4adb868f3436b07675c70684",
    )


def test_base_table():
    assert table_columns(find_register("units")) == [
        ("row", "BIGINT"),
        ("code", "VARCHAR"),
        ("name", "VARCHAR"),
        ("kind", "VARCHAR"),
        ("parent", "VARCHAR"),
        ("valid_from", "DATE"),
        ("valid_to", "DATE"),
        ("extra", "VARCHAR"),
    ]
    risks = dict(table_columns(find_register("risks")))
    assert (risks["likelihood"], risks["likelihood_scale"], risks["likelihood_step"]) == (
        "VARCHAR",
        "VARCHAR",
        "BIGINT",
    )
    assert {"unit_text", "unit", "risk_class", "extra"} <= set(risks)
    incidents = arrow_schema(find_register("incidents"))
    assert incidents.field("detected").type == pa.timestamp("us")
    assert incidents.field("detected_timed").type == pa.bool_()


def test_all_faults_of_a_file_at_once(tmp_path):
    path = tmp_path / "fel.yaml"
    path.write_text(
        """
name: fel
version: 1
label: Fel
key: saknas
require_any: [[borta]]
fields:
  - {name: a, label: A, type: text, synonyms: [Namn]}
  - {name: a, label: B, type: choice}
  - {name: c, label: C, type: scale, synonyms: [namn]}
""",
        encoding="utf-8",
    )
    found, problems = load_register(path)
    assert found is None
    assert [problem.code for problem in problems] == [
        "field_unknown",
        "field_unknown",
        "name_repeated",
        "values_misplaced",
        "synonym_repeated",
        "dimension_misplaced",
    ]
    path.write_text("name: Fel\nfields: [{name: a, typ: text}]\n", encoding="utf-8")
    _, problems = load_register(path)
    assert {problem.path for problem in problems} >= {
        "name",
        "version",
        "label",
        "key",
        "fields[0].label",
        "fields[0].typ",
    }


def test_every_sentence_is_filled_in():
    details = dict.fromkeys(("raw", "kind", "field", "scale", "place", "first", "count", "periods"), "x")
    for text in SENTENCES.values():
        assert text.format(**details).endswith(".")


def test_files_use_the_letters_of_their_language():
    """A synonym that is not text (a YAML "no", a number) would be lost in silence."""
    for path in FOLDER.glob("*.yaml"):
        assert yaml.safe_load(path.read_text(encoding="utf-8"))


def test_a_check_may_change_without_a_new_version_of_its_register():
    plain = find_register("units")
    check = {
        "name": "no_code",
        "label": "Saknar kod",
        "severity": "low",
        "needs": ["code"],
        "when": "r.code IS NULL",
        "source": "Vägledningen 3",
        "advice": "Skriv koden i filen.",
    }
    told = {"about": "Kommunens delar.", "order": 7, "checks": [check]}
    other = Register.model_validate({**plain.model_dump(exclude={"about", "order", "checks"}), **told})
    assert other.checks[0].on is False
    assert register_canonical(other) == register_canonical(plain)
    assert register_canonical(other.model_copy(update={"match": ("name",)})) != register_canonical(plain)


def test_which_row_counts_may_change_without_a_new_version_of_its_register():
    plain = find_register("incidents")
    assert plain.field("status").leads
    told = {found.name: found.model_copy(update={"leads": not found.leads}) for found in plain.fields}
    other = plain.model_copy(update={"fields": tuple(told.values())})
    assert register_canonical(other) == register_canonical(plain)


def test_what_tells_of_the_future_may_change_without_a_new_version_of_its_register():
    plain = find_register("suppliers")
    assert plain.field("agreement_ends").forward
    turned = tuple(field.model_copy(update={"forward": not field.forward}) for field in plain.fields)
    assert register_canonical(plain.model_copy(update={"fields": turned})) == register_canonical(plain)
    assert all("forward" not in field for field in register_canonical(plain)["fields"])


def test_the_dates_of_the_future_are_the_agreed_ones():
    forward = {name: [field.name for field in found.fields if field.forward] for name, found in all_registers().items()}
    assert {name: fields for name, fields in forward.items() if fields} == {
        "risks": ["due"],
        "actions": ["due"],
        "findings": ["due"],
        "acceptances": ["valid_until"],
        "continuity": ["next_exercise"],
        "suppliers": ["agreement_ends"],
        "units": ["valid_to"],
    }


def test_what_is_named_must_be_there(tmp_path):
    path = tmp_path / "fel.yaml"
    check = "{name: x, label: X, severity: low, needs: [borta], when: 'true', source: Lag, advice: Gör}"
    path.write_text(
        f"""
name: fel
version: 1
label: Fel
key: a
match: [borta]
period: [a]
watched: [borta]
fields:
  - {{name: a, label: A, type: text, residual: true}}
  - {{name: c, label: C, type: scale, dimension: finns_inte, leads: true, forward: true}}
checks: [{check}, {check}]
""",
        encoding="utf-8",
    )
    found, problems = load_register(path)
    assert found is None
    assert [(problem.path, problem.code) for problem in problems] == [
        ("match", "field_unknown"),
        ("watched", "field_unknown"),
        ("checks[0].needs", "field_unknown"),
        ("checks[1].needs", "field_unknown"),
        ("period", "period_no_date"),
        ("checks", "name_repeated"),
        ("fields[0].residual", "residual_misplaced"),
        ("fields[1].dimension", "dimension_unknown"),
        ("fields[1].leads", "leads_misplaced"),
        ("fields[1].forward", "forward_misplaced"),
    ]


@pytest.mark.parametrize("name", ["row", "seq", "snapshot", "source", "extra", "c_step"])
def test_a_column_belongs_to_one_field(tmp_path, name):
    path = tmp_path / "fel.yaml"
    path.write_text(
        f"""
name: fel
version: 1
label: Fel
key: {name}
fields:
  - {{name: {name}, label: A, type: text}}
  - {{name: c, label: C, type: scale, dimension: class}}
""",
        encoding="utf-8",
    )
    _, problems = load_register(path)
    assert [problem.code for problem in problems] == ["name_repeated"]
