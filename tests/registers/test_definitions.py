"""The register files themselves."""

import pyarrow as pa
import pytest
import yaml

from base.errors import MognadError
from data.registers import register, registers
from data.registers.library import FOLDER, canonical, load_register
from data.registers.messages import SENTENCES
from data.registers.model import Register
from data.registers.schema import SCHEMA_FILE, schema_text
from data.registers.tables import arrow_schema, table_columns

FIELDS = {
    "risks": "id title unit likelihood consequence risk_level status owner due identified reviewed",
    "incidents": "id title unit kind occurred detected known reported status",
    "units": "code name kind parent valid_from valid_to",
}


def test_the_fields_are_the_agreed_ones():
    assert {name: " ".join(found.field_names) for name, found in registers().items()} == FIELDS
    with pytest.raises(MognadError):
        register("risk")


def test_schema_file_is_the_models():
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()


def test_canonical_form_is_read_back():
    for found in registers().values():
        assert Register.model_validate(canonical(found)) == found


def test_base_table():
    assert table_columns(register("units")) == [
        ("row", "BIGINT"),
        ("code", "VARCHAR"),
        ("name", "VARCHAR"),
        ("kind", "VARCHAR"),
        ("parent", "VARCHAR"),
        ("valid_from", "DATE"),
        ("valid_to", "DATE"),
        ("extra", "VARCHAR"),
    ]
    risks = dict(table_columns(register("risks")))
    assert (risks["likelihood"], risks["likelihood_scale"], risks["likelihood_step"]) == (
        "VARCHAR",
        "VARCHAR",
        "BIGINT",
    )
    assert {"unit_text", "unit", "risk_class", "extra"} <= set(risks)
    incidents = arrow_schema(register("incidents"))
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
    details = dict.fromkeys(("raw", "kind", "field", "scale", "place", "first"), "x")
    for text in SENTENCES.values():
        assert text.format(**details).endswith(".")


def test_files_use_the_letters_of_their_language():
    """A synonym that is not text (a YAML "no", a number) would be lost in silence."""
    for path in FOLDER.glob("*.yaml"):
        assert yaml.safe_load(path.read_text(encoding="utf-8"))
