"""Verification follows what the rows about imports refer to."""

import pytest

from base.actors import Act
from data.audit.verify import verify

pytestmark = pytest.mark.slow

SNAPSHOT = {
    "snapshot": "s9", "register": "risks", "definition_seq": 4, "mapping": "{}", "stored": 0, "skipped": 0, "ignored": 0
}  # fmt: skip
EMPTY = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"  # of {}
PAIR = {"register": "risks", "one_key": "a", "other_key": "b", "verdict": "same"}


@pytest.mark.parametrize(
    ("table", "row", "told"),
    [
        ("snapshot_event", {"snapshot": "nej", "event": "withdrawn"}, "pekar på snapshot som inte finns"),
        ("snapshot", {**SNAPSHOT, "branch": "nej"}, "pekar på unit som inte finns"),
        ("snapshot", {**SNAPSHOT, "source": "k2"}, "pekar på en källa som inte finns"),
        ("check_acceptance", {"register": "risks", "source": "nej"}, "pekar på en källa som inte finns"),
        ("incident_judgement", {"source": "risks"}, "pekar på en källa som inte finns"),
        ("same_row", {**PAIR, "one_source": "risks", "other_source": "k3"}, "pekar på en källa som inte finns"),
        ("same_row", {**PAIR, "one_source": "k3", "other_source": "risks"}, "pekar på en källa som inte finns"),
        ("source", {"source": "k4", "register": "nej", "name": "x", "removed": False}, "registret nej"),
    ],
)
def test_what_refers_to_nothing_is_found(store, grant, town, table, row, told):
    sound = [
        ("definition", {"kind": "register", "name": "x", "version": 1, "content": "{}", "content_hash": EMPTY}),
        ("source", {"source": "k3", "register": "incidents", "name": "Ett system", "removed": False}),
        ("snapshot", {**SNAPSHOT, "snapshot": "s1", "definition_seq": 4, "source": "risks", "branch": "u1"}),
        ("incident_judgement", {"source": "k3"}),
        ("snapshot_event", {"snapshot": "s1", "event": "withdrawn"}),
    ]
    with store.writing(grant(Act.IMPORT), Act.IMPORT) as transaction:
        for name, one in sound:
            transaction.append(name, [one])
    assert verify(store).problems == ()
    with store.writing(grant(Act.IMPORT), Act.IMPORT) as transaction:
        transaction.append(table, [row])
    assert any(told in problem for problem in verify(store).problems)
