"""A company with playbooks, and nights that come one by one."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.tools import SQL

from ..common import REF, TieringCase

# the first night; the evaluation is of the day before
NIGHT = date(2025, 7, 1)


class PlaybookCase(TieringCase):
    """Ann buys every ten days, Ben once; Sue is the salesperson of both.

    As of June 30 Ann bought last on June 20, so her rhythm breaks on July 10 (twice
    ten days after it).
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.user("user", groups="sales_team.group_sale_salesman")
        cls.manager = cls.user("manager", groups="sales_team.group_sale_manager")
        cls.ann = cls.customer("Ann", user_id=cls.seller.id)
        cls.ben = cls.customer("Ben", user_id=cls.seller.id)
        for customer in cls.ann + cls.ben:
            cls.backdate(customer, "2025-01-01 08:00:00")
        days = [date(2025, 5, 31) + timedelta(days=10 * place) for place in range(3)]
        cls.invoices(
            [*((cls.ann, 100, day) for day in days), (cls.ben, 50, date(2025, 6, 1))]
        )
        cls.pyramid = cls.scheme(
            {"TOP": 50, "SMALL": 0},
            metric_ids=[
                Command.link(
                    cls.env.ref(
                        "customer_tiering.customer_tier_metric_intervals_passed"
                    ).id
                )
            ],
        )
        cls.evaluate(cls.pyramid)
        cls.call = cls.env.ref("customer_tiering.mail_activity_type_ask_why")
        cls.offer = cls.env.ref("customer_tiering.mail_activity_type_offer")

    # ------------------------------------------------------------ playbooks

    @classmethod
    def playbook(cls, trigger="rhythm", steps=None, on=True, **values):
        """A playbook that counts from January 2025 on.

        :param steps: list of values; without it one step, without a question
        """
        steps = steps or [{"activity_type_id": cls.call.id}]
        playbook = cls.env["customer.playbook"].create(
            {
                "name": f"Test {trigger}",
                "trigger": trigger,
                "scheme_id": cls.pyramid.id,
                "owner_id": cls.manager.id,
                "first_occurrence_from": "2025-01-01",
                "daily_cap": 0,
                "lapse_days": 0,
                "step_ids": [Command.create(step) for step in steps],
                **values,
            }
        )
        playbook.active = on
        return playbook

    @classmethod
    def branching(cls, trigger="rhythm", **values):
        """Asks whether they want an offer; *yes* leads to one, *no* to the end."""
        playbook = cls.playbook(
            trigger,
            [
                {"activity_type_id": cls.call.id, "sequence": 1},
                {"activity_type_id": cls.offer.id, "sequence": 2, "days_after": 2},
            ],
            on=False,
            **values,
        )
        ask, offer = playbook.step_ids
        ask.write(
            {
                "question": "Do they want an offer?",
                "answer_ids": [
                    Command.create({"text": "Yes", "next_step_id": offer.id}),
                    Command.create({"text": "No", "outcome": "cancelled"}),
                ],
            }
        )
        playbook.active = True
        return playbook

    def answer(self, playbook, text):
        return playbook.step_ids.answer_ids.filtered(lambda one: one.text == text)

    # ------------------------------------------------------------ nights

    def night(self, playbooks, day=NIGHT, hour=2):
        """What the scheduled action does in the night, without its commits."""
        with freeze_time(datetime(day.year, day.month, day.day, hour)):
            for playbook in playbooks:
                self.assertTrue(playbook._open_due())
            while playbooks._work_batch():
                pass
            self.env.flush_all()

    def by_day(self, day=NIGHT):
        """People work at noon."""
        return freeze_time(datetime(day.year, day.month, day.day, 12))

    def plays(self, playbooks, customer=None):
        domain = [("playbook_id", "in", playbooks.ids)]
        if customer:
            domain.append(("partner_id", "=", customer.id))
        return self.env["customer.playbook.play"].search(domain, order="id")

    def activities(self, customer):
        """What is open on the contact."""
        return self.env["mail.activity"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", customer.id)]
        )

    # ------------------------------------------------------------ size

    @classmethod
    def crowd(cls, number):
        """Ids of so many customers more; they stand in the scheme and never bought."""
        cls.env.flush_all()
        cls.env.cr.execute(
            """
            WITH people AS (
                INSERT INTO res_partner (name, ref, active, type, autopost_bills,
                                         is_company)
                SELECT 'Crowd', %(ref)s, TRUE, 'contact', 'ask', TRUE
                  FROM generate_series(1, %(number)s)
                RETURNING id
            ), standings AS (
                INSERT INTO customer_tier_standing (scheme_id, company_id, partner_id,
                                                    lifecycle, tier_id)
                SELECT %(scheme)s, %(company)s, id, 'prospect', %(tier)s FROM people
            )
            SELECT id FROM people
            """,
            {
                "ref": REF,
                "number": number,
                "scheme": cls.pyramid.id,
                "company": cls.company.id,
                "tier": cls.tier["PROSPECT"].id,
            },
        )
        ids = [id_ for (id_,) in cls.env.cr.fetchall()]
        cls.env.cr.execute(
            "UPDATE res_partner SET commercial_partner_id = id WHERE id = ANY(%s)",
            [ids],
        )
        cls.env.invalidate_all()
        return ids

    def looked_at(self, statement):
        """How many rows PostgreSQL looks at for ``statement``, again and again."""
        rows = self.env.execute_query(
            SQL("EXPLAIN (ANALYZE, FORMAT JSON) %s", statement)
        )

        def count(node):
            seen = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
            seen += node.get("Rows Removed by Join Filter", 0)
            below = sum(count(one) for one in node.get("Plans", ()))
            return seen * node["Actual Loops"] + below

        return count(rows[0][0][0]["Plan"])
