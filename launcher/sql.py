"""Runs inside the virtual environment: `sql.py DATABASE STATEMENT...`.

The launcher itself has no PostgreSQL driver (standard library only).  libpq reads the
server from PGHOST and similar variables.  Prints the rows of the last statement as
JSON; a failure goes to standard error as one line, with status 1.
"""

import json
import sys

import psycopg2


def main(database: str, *statements: str) -> int:
    try:
        connection = psycopg2.connect(dbname=database, connect_timeout=10)
        connection.autocommit = True  # CREATE DATABASE refuses a transaction
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
        print(json.dumps(rows, default=str))
        connection.close()
    except psycopg2.Error as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
