"""A register that nobody has written a line of code for: a file in the folder is all it takes."""

import shutil
from datetime import date

import pytest

from base.actors import Act
from data.audit.verify import verify
from data.imported.imports import import_reading, read_file
from data.organisation.units import NewUnit, write_units
from data.registers.definitions import library
from data.registers.definitions.template import template_file
from files.workbook import read_bytes

pytestmark = pytest.mark.slow

KEYS = """
name: keys
version: 1
label: Nycklar
key: id
fields:
  - {name: id, label: Nyckelnummer, type: text, telling: true, synonyms: [Nyckelnummer, Nyckel nr]}
  - {name: door, label: Dörr, type: text, required: true, telling: true, prose: true, synonyms: [Dörr, Låsenhet]}
  - {name: unit, label: Enhet, type: unit, synonyms: [Enhet]}
  - {name: handed_out, label: Utlämnad, type: date, synonyms: [Utlämnad, Kvitterad]}
  - {name: protection, label: Skyddsklass, type: scale, dimension: class, synonyms: [Skyddsklass]}
  - name: kind
    label: Slag
    type: choice
    common: [Slag, Typ]
    values:
      - {name: master, label: Huvudnyckel}
      - {name: single, label: Enkel}
"""


@pytest.fixture
def with_keys(monkeypatch, tmp_path, opened):
    """The register is put in the folder when there is a store already."""
    opened().close()
    folder = tmp_path / "registers"
    folder.mkdir()
    for path in library.FOLDER.glob("*.yaml"):
        shutil.copy(path, folder)
    (folder / "keys.yaml").write_text(KEYS, encoding="utf-8")
    monkeypatch.setattr(library, "FOLDER", folder)
    library.all_registers.cache_clear()
    yield
    library.all_registers.cache_clear()


def test_a_file_in_the_folder_is_a_register(with_keys, opened, grant, table):
    store = opened()
    unit = write_units(store, grant(Act.ORGANISE), [NewUnit("Åmåla kommun", "kommun", None, date(2020, 1, 1))])[0]
    book = table(
        ["Nyckel nr", "Låsenhet", "Enhet", "Kvitterad", "Skyddsklass", "Typ"],
        ["N1", "Serverrum", "Åmåla kommun", "2026-02-28", "K3", "Huvudnyckel"],
        ["N2", "Förråd", "", "", "Öppen", "Enkel"],
    )
    reading = read_file(book, None)
    assert reading.register is not None and reading.register.name == "keys"
    import_reading(store, grant(Act.IMPORT), reading, date(2026, 11, 3))
    columns = "id, door, unit, handed_out, protection_step, kind"
    assert [tuple(row.values()) for row in store.query(f"SELECT {columns} FROM store.register_keys ORDER BY row")] == [
        ("N1", "Serverrum", unit, date(2026, 2, 28), 3, "master"),
        ("N2", "Förråd", None, None, 0, "single"),
    ]
    assert verify(store).problems == ()
    again = read_file(
        read_bytes(template_file(reading.register, [["N3", "Källare", None, None, None, None]]), "mall.xlsx"), None
    )
    assert again.register is not None and again.register.name == "keys"


def test_a_new_field_gives_an_old_store_a_column(with_keys, opened, grant, table):
    opened().close()
    path = library.FOLDER / "keys.yaml"
    path.write_text(KEYS.replace("version: 1", "version: 2") + "  - {name: note, label: Not, type: text}\n", "utf-8")
    library.all_registers.cache_clear()
    store = opened()
    reading = read_file(table(["Nyckel nr", "Dörr", "Note"], ["N1", "Serverrum", "bruten"]), "keys")
    import_reading(store, grant(Act.IMPORT), reading, date(2026, 11, 3))
    assert [row["note"] for row in store.query("SELECT note FROM store.register_keys")] == ["bruten"]
