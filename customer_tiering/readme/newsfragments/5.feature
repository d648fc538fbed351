A kill of Odoo or of PostgreSQL at any moment, a full disk, a statement time-out and two
workers at once leave the whole old ladder or the whole new one, never a mixture; the
evaluation comes to its end by itself, or says what to do.
