"""The database backend: a SQLite connection that is given its key before anything else.

The key is asked from `opening.current_key` at each connection, so the application can start locked.
It goes as 32 raw bytes (0.2 ms); a passphrase given to SQLCipher would cost its own derivation each
time.
"""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base as sqlite
from django.db.backends.sqlite3 import creation
from django.db.backends.sqlite3._functions import register as register_functions  # type: ignore[import-untyped]
from django.utils import dateparse
from django.utils.asyncio import async_unsafe
from sqlcipher3 import dbapi2 as sqlcipher

from hygie.storage import opening
from hygie.storage.errors import absent, damaged

# The converters and adapters of Django's own module, told to this driver too.
sqlcipher.register_converter("bool", b"1".__eq__)
sqlcipher.register_converter("date", sqlite.decoder(dateparse.parse_date))
sqlcipher.register_converter("time", sqlite.decoder(dateparse.parse_time))
sqlcipher.register_converter("datetime", sqlite.decoder(dateparse.parse_datetime))
sqlcipher.register_converter("timestamp", sqlite.decoder(dateparse.parse_datetime))
sqlcipher.register_adapter(decimal.Decimal, str)
sqlcipher.register_adapter(datetime.date, sqlite.adapt_date)
sqlcipher.register_adapter(datetime.datetime, sqlite.adapt_datetime)


class Cursor(sqlcipher.Cursor):  # type: ignore[misc]
    """Django's placeholders ("%s", "%(name)s") on this driver's cursor."""

    convert_query = sqlite.SQLiteCursorWrapper.convert_query

    def execute(self, query: str, params: Any = None) -> Any:
        if params is None:
            return super().execute(query)
        names = list(params) if isinstance(params, Mapping) else None
        return super().execute(self.convert_query(query, param_names=names), params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        rows = iter(param_list)
        first = next(rows, None)
        if first is None:
            return self
        names = list(first) if isinstance(first, Mapping) else None
        query = self.convert_query(query, param_names=names)
        return super().executemany(query, chain([first], rows))


class DatabaseCreation(creation.DatabaseCreation):
    """Django's test base, made as an empty file: opening never makes one."""

    def _create_test_db(self, *args: Any, **kwargs: Any) -> str:
        name: str = super()._create_test_db(*args, **kwargs)  # type: ignore[misc]
        Path(name).touch()
        return name


class DatabaseWrapper(sqlite.DatabaseWrapper):
    """SQLite's wrapper, opening the file with the key."""

    Database = sqlcipher
    creation_class = DatabaseCreation
    init_commands: list[str]

    @async_unsafe
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        key = opening.current_key()
        if not Path(conn_params["database"]).exists():
            # SQLite would make an empty base in its place.
            raise absent()
        connection = sqlcipher.connect(**conn_params)
        give_key(connection, key)
        register_functions(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA legacy_alter_table = OFF")
        for command in filter(None, (c.strip() for c in self.init_commands)):
            connection.execute(command)
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=Cursor)


def give_key(connection: Any, key: bytes) -> None:
    """Give the key, then read once: SQLCipher says nothing of a wrong key before the first read.

    Raises:
        HygieError: `storage.damaged`, the connection being closed.
    """
    # SQLCipher 4.9 writes its own English lines to the terminal; the error below is told in French.
    connection.execute("PRAGMA cipher_log_level = NONE")
    # A PRAGMA takes no parameter; hexadecimal holds nothing to escape.
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher.DatabaseError as error:
        connection.close()
        if isinstance(error, sqlcipher.OperationalError):
            raise
        raise damaged() from error
