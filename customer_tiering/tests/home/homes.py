import json
from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.tests import new_test_user

from ..common import GROUP
from ..gifts import GiftCase

NEXT = date(2025, 7, 31)
ROLES = ("management", "accounting", "sales")


def figures(node, path=""):
    """Every figure of a page, with the place where it stands."""
    if isinstance(node, dict):
        if {"value", "measure", "action"} <= node.keys():
            yield path, node
        else:
            for key, value in node.items():
                yield from figures(value, f"{path}.{key}")
    elif isinstance(node, list):
        for place, value in enumerate(node):
            yield from figures(value, f"{path}[{place}]")


class HomeCase(GiftCase):
    """31 July 2025, a month after the evaluation of `GiftCase`, evaluated again.

    Ten buyers of 1,000, 900 … 100 on 30 June, all of them Sam's but the last two, which
    are Rita's. In addition:

    ====== =================================== =====================================
    buyer  what happened                        so on 31 July it
    ====== =================================== =====================================
    0      overtaken, a first miss of two       keeps Top and is falling
    1      +10 on 15 January, +300 on 10 July   is the best
    3      +10 in January, 50 on 10, 1 on 20    is quiet (61, usually every 10) and
           June                                 close to Big (771, 810 are needed)
    4      a gift is planned for 15 August      has a gift due
    0 – 5  +10 on 15 January                    are not new
    10     new: 40 on 1 July, Sam's             entered
    ====== =================================== =====================================
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.freeze = freeze_time("2025-07-31 12:00:00")
        cls.freeze.start()
        cls.addClassCleanup(cls.freeze.stop)
        cls.rival = cls.person("rival", "sales_team.group_sale_salesman")
        cls.sam = cls.person("sam", "sales_team.group_sale_salesman")
        cls.chief = cls.person(
            "chief",
            f"sales_team.group_sale_manager,account.group_account_manager,{GROUP}admin",
        )
        cls.books = cls.person("books", "account.group_account_user")
        cls.buyers.user_id = cls.sam
        cls.buyers[8:].user_id = cls.rival
        cls.pyramid.misses = 2
        # one, two and three places for ten customers, and for eleven
        for rule, share in zip(cls.pyramid.rule_ids, (5, 20, 29), strict=False):
            rule.threshold = share
        codes = ("collected", "intervals_passed")
        metrics = cls.env["customer.tier.metric"]
        cls.pyramid.metric_ids = metrics.search([("code", "in", codes)])
        january = date(2025, 1, 15)
        cls.invoices([(buyer, 10, january) for buyer in cls.buyers[:6]])
        cls.evaluation = cls.evaluate(cls.pyramid)
        cls.entrant = cls.customer("Entrant", user_id=cls.sam.id)
        cls.invoices(
            [
                (cls.buyers[1], 300, date(2025, 7, 10)),
                (cls.buyers[3], 50, date(2025, 6, 10)),
                (cls.buyers[3], 1, date(2025, 6, 20)),
                (cls.entrant, 40, date(2025, 7, 1)),
            ]
        )
        # all is due at once; the clock stood elsewhere when they were entered
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE account_move_line l SET date_maturity = m.invoice_date"
            " FROM account_move m WHERE m.id = l.move_id AND m.company_id = %s"
            " AND l.date_maturity IS NOT NULL",
            [cls.company.id],
        )
        cls.planned = cls.gift(cls.buyers[4], 25, date=date(2025, 8, 15))
        cls.approved = cls.gift(cls.buyers[5], 60, date=date(2025, 12, 1))
        cls.approved.state = "approved"
        cls.benefit = cls.env["customer.tier.benefit"].create(
            {
                "name": "Samples of the test",
                "scheme_id": cls.pyramid.id,
                "line_ids": [
                    Command.create({"tier_id": cls.tier["TOP"].id, "amount": 3000}),
                    Command.create({"tier_id": cls.tier["BIG"].id, "amount": 1000}),
                ],
            }
        )
        cls.lead(cls.buyers[0], "2025-07-20 10:00:00")
        cls.lead(None, "2025-07-21 10:00:00", active=False)
        cls.lead(None, "2025-05-01 10:00:00")
        cls.last = cls.evaluate(cls.pyramid, NEXT)
        cls.env.invalidate_all()

    @classmethod
    def person(cls, login, groups, companies=None):
        companies = companies or cls.company
        return new_test_user(
            cls.env(context={}),
            login=f"home_{login}",
            groups=f"base.group_user,base.group_partner_manager,{groups}",
            company_id=companies[0].id,
            company_ids=[Command.set(companies.ids)],
        )

    def home(self, user, role=False, scheme=None):
        """What the page shows to ``user``."""
        self.env.flush_all()
        self.env.invalidate_all()
        home = self.seen_by(user, self.env["customer.tier.home"])
        return home.get_home(role, scheme.id if scheme else False)

    def listed(self, user, key):
        """The list of that name."""
        lists = self.home(user, "sales")["lists"]
        return next(one for one in lists if one["key"] == key)

    def names(self, user, key):
        return [row["name"] for row in self.listed(user, key)["rows"]]

    def opened(self, user, action):
        """The records that an action opens, and their domain, as the browser has it."""
        action = json.loads(json.dumps(action))
        records = self.seen_by(user, self.env[action["res_model"]])
        return records.with_context(**action["context"]), action["domain"]

    def check_figures(self, user, page):
        """Every figure is what its records add up to; returns how many there are."""
        found = 0
        for path, figure in figures(json.loads(json.dumps(page))):
            if not figure["action"]:
                continue
            records, domain = self.opened(user, figure["action"])
            with self.subTest(path=path):
                ((value,),) = records._read_group(domain, [], [figure["measure"]])
                self.assertAlmostEqual(value or 0, figure["value"], 2)
                if figure["value"]:
                    found += 1
                    self.assertTrue(records.search(domain, limit=1))
        return found
