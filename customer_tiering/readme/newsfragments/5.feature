Attacked by RPC, by words and by conditions as portal user, salesperson, accountant and
administrator of another company, as tests. A condition on customers finds only what its
writer may read; nobody moves a record into a company that is not his; wizards are their
owner's; the portal says nothing about sample allowances; the seed of spot checks, and why
somebody was made unrecognisable, are for compliance officers.
Past one machine: with Odoo's `db_replica_host` set, an evaluation reads its figures on the
streaming replica, and on the primary with a line in the log when the replica is gone or
behind. With OCA's `queue_job`, the addon `customer_tiering_queue_job` has schemes, companies
and follow-ups worked on by several workers and hosts; where no runner takes the jobs, the scheduled
action does the work itself after an hour. A follow-up that meets another transaction is
tried again instead of failing.
*Refresh This Customer* reads one customer's figures as of now and says which tier they
would give, by the bars of the last evaluation; other code asks the same with
`res.partner._customer_tier_now()`. Nothing is written: the next evaluation decides.
A kill of Odoo or of PostgreSQL at any moment, a full disk, a statement time-out and two
workers at once leave the whole old ladder or the whole new one, never a mixture; the
evaluation comes to its end by itself, or says what to do.
