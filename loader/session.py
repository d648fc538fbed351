"""An Odoo environment on one database, without a web server."""

from contextlib import contextmanager

from loader.errors import LoadError


@contextmanager
def odoo_environment(config_path, database):
    """Yield an environment of the superuser; the caller commits.

    :param config_path: an ``odoo.conf``
    :param database: name of a database in which ``account`` is installed
    :raises LoadError: the file or the database does not exist
    """
    # Odoo reads its configuration once per process, so it is imported here.
    import odoo.api
    from odoo.modules.registry import Registry
    from odoo.tools import config

    try:
        config.parse_config(
            [
                *("-c", str(config_path), "-d", database, "--log-level=warn"),
                # Deprecations in Odoo's libraries do not concern the user.
                "--log-handler=py.warnings:ERROR",
            ],
            setup_logging=True,
        )
        registry = Registry(database)
    except Exception as error:
        raise LoadError(
            f"The database {database} cannot be opened with {config_path}: "
            f"{str(error).strip().splitlines()[0]}"
        ) from error
    with registry.cursor() as cr:
        yield odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {})
        # Anything not committed at this point was not finished.
        cr.rollback()


def close_connections():
    """Close all connections, so that a database can be copied or dropped."""
    import odoo.sql_db

    odoo.sql_db.close_all()
