"""A backup put in the store's place: read, rewritten with the store's own key and verified before anything is moved.

The store that was there is put aside together with its ``.wal``: left where it is, that file would be taken into the
restored store.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from base.clock import Clock
from base.errors import MognadError
from data.audit.verify import verify
from data.ledger.engine import attach, new_instance, translate
from data.ledger.settings import Settings
from data.ledger.store import nobody_opens, open_store
from data.ledger.store_file import write_ahead

_UNFINISHED = ".restoring"


@dataclass(frozen=True, slots=True)
class Restored:
    """``checked`` rows up to ``last_seq`` were verified; ``aside``: where the store that was there lies now."""

    store: Path
    aside: Path | None
    last_seq: int
    checked: int


def restore(settings: Settings, copy: Path, key: str | None, clock: Clock, *, replace: bool = False) -> Restored:
    """Put ``copy``, which is opened with ``key``, in place of the store of ``settings``; the copy itself is left alone.

    Nobody may have the store open. Raises ``store_in_place`` where there is one and ``replace`` is not said,
    ``store_busy``, ``restore_itself``, ``restore_failed`` where the copy does not hold together, and what opening a
    store raises; the store that was there is then where it was.
    """
    store = settings.store
    if copy.resolve() == store.resolve():
        raise MognadError("restore_itself", "Det är lagret självt och ingen kopia. Välj en annan fil.")
    if store.exists():
        _refuse_busy(settings)
        if not replace:
            message = f"Det finns redan ett lager, {store.name}. Det läggs undan bara om du säger till (--yes)."
            raise MognadError("store_in_place", message)
    unfinished = store.with_name(f"{store.name}{_UNFINISHED}")
    store.parent.mkdir(parents=True, exist_ok=True)
    try:
        _rewrite(copy, key, unfinished, settings.key)
        last_seq, checked = _verified(Settings(unfinished, settings.key, settings.backup_dir), copy, clock)
        with nobody_opens(store):
            if store.exists():
                _refuse_busy(settings)
            aside = _exchange(unfinished, store, clock)
    except OSError as error:
        raise translate(error, store) from error
    finally:
        for path in (unfinished, write_ahead(unfinished)):
            path.unlink(missing_ok=True)
    return Restored(store, aside, last_seq, checked)


def _refuse_busy(settings: Settings) -> None:
    """A store that can't be opened for another reason may be what the copy is to replace."""
    connection = new_instance()
    try:
        attach(connection, settings.store, "store", settings.key, read_only=True)
    except duckdb.Error as error:
        if (told := translate(error, settings.store)).code == "store_busy":
            raise told from error
    finally:
        connection.close()


def _rewrite(copy: Path, copy_key: str | None, target: Path, key: str | None) -> None:
    """Into a new file, with the store's own key or none: no ``.wal`` and no other key comes along."""
    for path in (target, write_ahead(target)):
        path.unlink(missing_ok=True)
    connection = new_instance()
    try:
        attach(connection, copy, "copy", copy_key, read_only=True)
        attach(connection, target, "fresh", key)
        connection.execute("COPY FROM DATABASE copy TO fresh")
    except duckdb.Error as error:
        raise translate(error, copy) from error
    finally:
        connection.close()


def _verified(settings: Settings, copy: Path, clock: Clock) -> tuple[int, int]:
    store = open_store(settings, clock)
    try:
        result, last_seq = verify(store), store.position()
    finally:
        store.close()
    if not result.ok:
        message = f"Kopian {copy.name} håller inte ihop, så inget är ändrat: {result.problems[0]}"
        raise MognadError("restore_failed", message)
    return last_seq, result.checked


def _exchange(fresh: Path, store: Path, clock: Clock) -> Path | None:
    """Put what is there aside, and the new file in its place; back again where that fails."""
    aside = store.with_name(f"{store.stem}-undanlagd-{clock.now():%Y%m%dT%H%M%S}{store.suffix}")
    moved = []
    try:
        for source, target in ((write_ahead(store), write_ahead(aside)), (store, aside)):
            if source.exists():
                source.replace(target)
                moved.append((source, target))
        fresh.replace(store)
    except OSError:
        for source, target in reversed(moved):
            target.replace(source)
        raise
    return aside if aside.exists() else None
