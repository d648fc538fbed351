Past one machine: with Odoo's `db_replica_host` set, an evaluation reads its figures on the
streaming replica, and on the primary with a line in the log when the replica is gone or
behind.
