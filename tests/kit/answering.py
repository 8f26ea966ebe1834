"""What the tests of Mina frågor for a manager share: who leads what, and what is chosen and stored."""

from datetime import date

from base.actors import Act
from data.measuring.answers import current
from data.organisation.assignments import DEPUTY, MANAGER, NewAssignment, add_assignment
from pages.answering.recording import Spot
from tests.kit.writers import add_person

SINCE = date(2020, 1, 1)


class People:
    """Karin leads both schools, Sture led the northern one last year; Dana is deputy there, Nils has nothing."""

    def __init__(self, town, grant):
        self.town, self.grant = town, grant
        organise = grant(Act.ORGANISE)
        self.karin, self.sture, self.dana, self.nils = (
            add_person(town.store, organise, name) for name in ("Karin Ek", "Sture Ros", "Dana Ny", "Nils Utan")
        )
        self.assign(self.sture, town.north, MANAGER, SINCE, date(2026, 6, 30))
        self.north = self.assign(self.karin, town.north, MANAGER, date(2026, 7, 1))
        self.assign(self.karin, town.south, MANAGER, SINCE)
        self.assign(self.dana, town.north, DEPUTY, SINCE)

    def assign(self, person, unit, role, *days):
        return add_assignment(self.town.store, self.grant(Act.ORGANISE), NewAssignment(person, unit, role, *days))


def key(town, question, part, unit=None):
    return Spot(town.now, unit or town.north, question, 0).key(part)


def choose(app, town, value, question="q1", unit=None):
    return app.radio(key=key(town, question, "val", unit)).set_value(value).run()


def stored(town, unit, question="q1"):
    return current(town.store, town.now, unit).get(question)


def labels(app):
    return [button.label for button in app.button]


def folds(app):
    return [fold.label for fold in app.expander]
