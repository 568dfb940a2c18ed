"""One row by a statement written by hand, where the ORM's cost per object has no place."""

from typing import Any

from django.db import connection


def first_row(statement: str, *values: Any) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row
