"""Minnesanteckningar: what a workshop decided, to print."""

from base.actors import Act
from pages.frame.guard import guard

guard(Act.READ)

from pages.workshop.minutes import minutes_page
from pages.workshop.place import named_workshop

workshop = named_workshop("Minnesanteckningar")
if workshop is not None:
    minutes_page(workshop)
