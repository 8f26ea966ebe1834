"""Roles and what they may. Until logins exist there is one local coordinator."""

from base.actors import Act, Actor, Grant
from base.errors import MognadError

COORDINATOR = "coordinator"

_ALLOWED: dict[str, frozenset[Act]] = {COORDINATOR: frozenset(Act)}


def local_coordinator() -> Actor:
    """The one who runs the app on her own machine."""
    return Actor("p1", frozenset({COORDINATOR}))


def authorise(actor: Actor, act: Act, unit: str | None = None) -> Grant:
    """The grant for an act on a unit (None: the whole municipality), or ``not_allowed``."""
    if not any(act in _ALLOWED.get(role, frozenset()) for role in actor.roles):
        raise MognadError("not_allowed", "Du har inte behörighet att göra detta.")
    return Grant(actor, act, unit)
