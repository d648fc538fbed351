"""What an evaluation may meet, and what of it passes by itself."""

from datetime import timedelta

import psycopg2.errors

from odoo.exceptions import UserError


class SchemeBusy(UserError):
    """Somebody else is evaluating the same scheme right now."""


class ReplicaUnfit(Exception):
    """Why the replica cannot be read from now, in words for the log."""


# Beside another transaction an evaluation steps back and is tried again.
RETRY = (
    SchemeBusy,
    psycopg2.errors.SerializationFailure,
    psycopg2.errors.DeadlockDetected,
    psycopg2.errors.LockNotAvailable,
)
# This long after it gave way.
RETRY_AFTER = timedelta(minutes=1)
