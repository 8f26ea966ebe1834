"""Arbetsmöte: the organisation's self-assessment agreed on by those who know, prepared here and held on a projector."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.ANSWER)

from pages.frame.choosing import AREA
from pages.workshop.confirming import confirming
from pages.workshop.place import CONFIRM, FUNCTION, MODE, PROJECT, PROPOSE, QUESTION, named_workshop, wanted
from pages.workshop.preparing import overview
from pages.workshop.projector import projector
from pages.workshop.proposing import proposing

mode = wanted(MODE)
workshop = named_workshop("Arbetsmöte")
if workshop is not None:
    sitting = workshop.sitting if workshop.round.state == "opened" else None
    if mode == PROPOSE:
        proposing(workshop, wanted(FUNCTION))
    elif mode == PROJECT and sitting is not None:
        projector(workshop, sitting, wanted(QUESTION))
    elif mode == CONFIRM and sitting is not None:
        confirming(workshop, sitting, wanted(AREA))
    else:
        overview(workshop)
