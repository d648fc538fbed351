"""What is to be seen of a ladder from outside, by plain SQL."""

import time
from contextlib import closing
from dataclasses import dataclass

import psycopg2
from server import gone

# All but what a follower notes there later, and what depends on the transaction
STANDINGS = """
SELECT count(*), sum(net_revenue), sum(tier_id), md5(string_agg(
         (to_jsonb(s) - 'id' - 'evaluation_id' - 'alerted_on' - 'row_digest')::text,
         ';' ORDER BY partner_id))
  FROM customer_tier_standing s
"""
ROWS = """
SELECT partner_id, to_jsonb(s) - 'id' - 'evaluation_id' - 'row_digest'
  FROM customer_tier_standing s
"""
MIDDLE = """
SELECT id FROM customer_tier_standing ORDER BY partner_id
OFFSET (SELECT count(*) / 2 FROM customer_tier_standing) LIMIT 1
"""
CHANGES = """
SELECT partner_id, from_tier_id, to_tier_id, direction, reason
  FROM customer_tier_change WHERE date = %s ORDER BY 1, id
"""
# Every announcement that was committed, by a trigger: an update is what an automation
# rule would fire upon.
LOG = """
CREATE TABLE faults_announced (change_id integer);
CREATE FUNCTION faults_announced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO faults_announced VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER faults_announced AFTER UPDATE OF announced ON customer_tier_change
   FOR EACH ROW WHEN (NEW.announced) EXECUTE FUNCTION faults_announced();
"""
ANNOUNCED = """
SELECT count(DISTINCT change_id), count(*) FROM faults_announced
  JOIN customer_tier_change c ON c.id = change_id WHERE c.date = %s
"""
EVALUATIONS = """
SELECT id, state, error FROM customer_tier_evaluation WHERE as_of = %s ORDER BY id
"""
FOLLOWERS = """
SELECT f.name, f.state FROM customer_tier_follower f
  JOIN customer_tier_evaluation e ON e.id = f.evaluation_id
 WHERE e.as_of = %s ORDER BY 1
"""
RESULTS = """
SELECT t.tier_id, t.customer_count, t.net_revenue FROM customer_tier_evaluation_tier t
  JOIN customer_tier_evaluation e ON e.id = t.evaluation_id
 WHERE e.as_of = %s ORDER BY 1
"""
ACTIVITIES = "SELECT count(*) FROM mail_activity"
# What wakes the scheduled action: now, and later.
WOKEN = """
SELECT count(*) FILTER (WHERE call_at <= now() AT TIME ZONE 'UTC'),
       count(*) FILTER (WHERE call_at > now() AT TIME ZONE 'UTC')
  FROM ir_cron_trigger t
  JOIN ir_model_data d ON d.res_id = t.cron_id AND d.model = 'ir.cron'
 WHERE d.module = 'customer_tiering' AND d.name = 'ir_cron_evaluate'
"""


@dataclass(frozen=True)
class Outcome:
    """All that an evaluation of one day leaves behind."""

    standings: tuple
    changes: list
    announced: tuple
    followers: list
    results: list
    activities: list

    @classmethod
    def seen(cls, server, database, day):
        return cls(
            server.rows(database, STANDINGS)[0],
            server.rows(database, CHANGES, [day]),
            server.rows(database, ANNOUNCED, [day])[0],
            server.rows(database, FOLLOWERS, [day]),
            server.rows(database, RESULTS, [day]),
            server.rows(database, ACTIVITIES),
        )


def differences(rows, others):
    """{field: (customers, one of them, their values)} of two ladders, row by row."""
    found = {}
    others = dict(others)
    for customer, row in rows:
        for field, value in row.items():
            other = others.get(customer, {}).get(field)
            if value != other:
                count = found.get(field, (0,))[0] + 1
                found[field] = (count, customer, value, other)
    return found


def watch(pipe, server, database):
    """Until told to end, look at the ladder again and again; send what was seen.

    The body of a process of its own. Sends (number of looks, list of the different
    ladders in the order in which they were seen).
    """
    looks, ladders = 0, []
    while not pipe.poll(0.02):
        try:
            with closing(server.connect(database)) as connection:
                with connection.cursor() as cr:
                    while not pipe.poll(0.02):
                        cr.execute(STANDINGS)
                        ladder = cr.fetchone()
                        looks += 1
                        if ladders[-1:] != [ladder]:
                            ladders.append(ladder)
        except psycopg2.DatabaseError as error:
            if not gone(error):
                raise
            # a user too would come again
            time.sleep(0.05)
    pipe.send((looks, ladders))


class Observer:
    """Somebody who looks at the ladder all the time, in a process of their own."""

    def __init__(self, server, database):
        from workers import FORK

        self.ours, theirs = FORK.Pipe()
        self.process = FORK.Process(target=watch, args=(theirs, server, database))
        self.process.start()
        theirs.close()

    def end(self):
        """(looks, ladders) as seen."""
        self.ours.send("end")
        assert self.ours.poll(60), "the observer is silent"
        seen = self.ours.recv()
        self.process.join(60)
        return seen
