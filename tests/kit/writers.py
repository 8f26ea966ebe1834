"""What tests write alone and the program only together with something else."""

from base.actors import Act
from data.ledger.definitions import append_definition
from data.measuring.planning import ChosenUnits, change_round
from data.organisation.people import append_person


def publish(store, grant, new):
    with store.writing(grant, Act.PUBLISH) as transaction:
        return append_definition(transaction, new)


def add_person(store, grant, name, contact=None):
    with store.writing(grant, Act.ORGANISE) as transaction:
        return append_person(transaction, name, contact)


def change_plan(store, grant, round_id, plan):
    change_round(store, grant, round_id, plan=plan)


def set_round_units(store, grant, round_id, units):
    return change_round(store, grant, round_id, ChosenUnits(units))
