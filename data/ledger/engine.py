"""The DuckDB instance: encryption, lock-down, and one border for its errors."""

import re
from importlib import resources
from pathlib import Path

import duckdb

from base.errors import MognadError

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "temp_file_encryption": "true",
}


def new_instance() -> duckdb.DuckDBPyConnection:
    """An in-memory instance with the extension that encrypted writing needs.

    The extension comes signed inside a package, so nothing is downloaded.
    """
    connection = duckdb.connect(":memory:", config=_CONFIG)
    package = resources.files("duckdb_extension_httpfs")
    extension = package / "extensions" / f"v{duckdb.__version__}" / "httpfs.duckdb_extension"
    connection.execute(f"LOAD {_literal(str(extension))}")
    return connection


def attach(
    connection: duckdb.DuckDBPyConnection, path: Path, alias: str, key: str | None, *, read_only: bool = False
) -> None:
    """Attach a database file. ATTACH takes no parameters, hence the quoting."""
    options = ["READ_ONLY"] if read_only else []
    if key is not None:
        options.append(f"ENCRYPTION_KEY {_literal(_key_text(key))}")
    clause = f" ({', '.join(options)})" if options else ""
    connection.execute(f"ATTACH {_literal(str(path))} AS {alias}{clause}")


def lock_down(connection: duckdb.DuckDBPyConnection, folders: list[Path]) -> None:
    """From here on the instance reads and writes its attached file and ``folders`` only."""
    allowed = ", ".join(_literal(str(folder)) for folder in folders)
    connection.execute(f"SET allowed_directories = [{allowed}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def is_saved(error: duckdb.Error) -> bool:
    """Whether a COMMIT was done all the same: only the checkpoint after it failed, and the database is unusable."""
    return "COMMIT succeeded" in str(error)


def is_unusable(error: duckdb.Error) -> bool:
    """Whether the database has to be attached anew before anything can be read or written."""
    return "has been invalidated" in str(error)


def translate(error: Exception, path: Path) -> MognadError:
    """DuckDB's or the system's error as a Swedish sentence with a stable code.

    An error that none of the known patterns fits is ``store_failed``; the
    original stays as its cause in the log.
    """
    text = str(error)
    for code, (pattern, message) in _PATTERNS.items():
        if re.search(pattern, text):
            return MognadError(code, message.format(name=path.name))
    return MognadError("store_failed", f"Databasen {path.name} kunde inte utföra det som begärdes. Försök igen.")


def wal_foreign(path: Path) -> MognadError:
    """What is said of a ``.wal`` that was written for another file, or another state of it."""
    return MognadError("wal_foreign", _FOREIGN.format(name=path.name))


_FOREIGN = (
    "Filen {name}.wal hör inte till lagret {name} utan till en annan kopia. Flytta undan {name}.wal och starta igen. "
    "Det som bara fanns i den följer inte med."
)

# The first that fits counts: what a full disk broke is also told as damage, or as a file that can't be opened.
_PATTERNS = {
    "wal_foreign": (r"WAL does not match|WAL checkpoint iteration|WAL was created for", _FOREIGN),
    "disk_full": (
        r"No space left|[Qq]uota exceeded|File too large|not enough space",
        "Disken är full. Inget sparades. Frigör utrymme och försök igen.",
    ),
    "store_busy": (
        r"Could not set lock|Conflicting lock|being used by another process|already attached",
        "Lagret {name} används av ett annat program, troligen appen. Stäng det och försök igen.",
    ),
    "wrong_key": (
        r"Wrong encryption key",
        "Nyckeln passar inte till lagret {name}. Kontrollera MOGNAD_KEY eller nyckelfilen.",
    ),
    "key_missing": (
        r"encrypted database .* without a key",
        "Lagret {name} är krypterat och ingen nyckel är angiven. Sätt MOGNAD_KEY eller MOGNAD_KEY_FILE.",
    ),
    "store_not_encrypted": (
        r"key is explicitly specified, but .* not encrypted",
        (
            "En nyckel är angiven men lagret {name} är inte krypterat. Starta utan nyckel, säkerhetskopiera med "
            "lösenord och använd kopian i stället."
        ),
    ),
    "store_newer": (
        r"newer version of DuckDB|version number .* but we can only read",
        "Lagret {name} är skrivet av en nyare version av Mognadskollen. Uppdatera programmet.",
    ),
    "store_damaged": (
        (
            r"AES tag|not a valid DuckDB|Could not read enough bytes|[Cc]orrupt|checksum|Failed to deserialize|"
            r"INTERNAL Error|[Ff]atal"
        ),
        "Lagret {name} är skadat och går inte att läsa helt. Filen är inte ändrad. Använd den senaste kopian.",
    ),
    "store_unreachable": (
        r"[Pp]ermission denied|Cannot open file|No such file|Read-only file system",
        "Lagret {name} går inte att öppna eller skapa. Kontrollera att mappen finns och att du får skriva i den.",
    ),
}


def _key_text(key: str) -> str:
    """The key as DuckDB reads it: bytes, where all but plain ASCII is escaped."""
    return "".join(
        chr(byte) if 0x20 <= byte < 0x7F and byte != ord("\\") else f"\\x{byte:02X}" for byte in key.encode("utf-8")
    )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
