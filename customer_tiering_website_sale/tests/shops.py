import re

from odoo.tests import HttpCase

from odoo.addons.customer_tiering.tests.benefit.prices import PriceCase


class ShopCase(PriceCase, HttpCase):
    """The web shop of the company, in which a hammer costs 100, 80 for Top, 90 for Big.

    ``buyer`` is a portal user who buys for the customer ``top``, ``other`` for ``big``
    and ``nobody`` for a customer who has no tier.
    """

    @classmethod
    def setUpClass(cls):
        cls.website = None
        super().setUpClass()
        cls.product.write({"website_published": True, "name": "Shop hammer"})
        cls.sale = cls.prices("Sale", 5, selectable=True)
        cls.buyer = cls.portal("buyer", cls.top)
        cls.other = cls.portal("other", cls.big)
        cls.nobody = cls.portal("nobody", cls.stranger)
        cls.manager = cls.user("manager", groups="sales_team.group_sale_manager")
        cls.manager.group_ids += cls.env.ref(
            "customer_tiering.group_customer_tier_manager"
        )
        cls.env.flush_all()

    @classmethod
    def prices(cls, name, percent, **values):
        """A price list of the website, which comes first of all."""
        if not cls.website:
            cls.website = cls.env["website"].create(
                {"name": "Hammers", "company_id": cls.company.id, "sequence": -1}
            )
        return super().prices(name, percent, **{"website_id": cls.website.id, **values})

    @classmethod
    def portal(cls, login, customer):
        user = cls.user(login, groups="base.group_portal")
        user.partner_id.parent_id = customer
        return user

    # ------------------------------------------------------------ visits

    def visit(self, user=None):
        """A session of its own; it goes on whoever comes next."""
        self.session = None
        login = user.login if user else None
        self.authenticate(login, login)
        return Visit(self, self.session, self.opener)

    def give(self, customer, code):
        """A manager gives the customer a tier by hand, from now on."""
        overrides = self.seen_by(self.manager, self.env["customer.tier.override"])
        known = overrides.search([("partner_id", "=", customer.id)])
        if known:
            known.tier_id = self.tier[code]
        else:
            overrides.create(
                {
                    "partner_id": customer.id,
                    "scheme_id": self.pyramid.id,
                    "kind": "fix",
                    "tier_id": self.tier[code].id,
                    "reason": "Test of the shop",
                }
            )
        self.env.flush_all()


class Visit:
    """A browser with its own session in the shop."""

    def __init__(self, test, session, opener):
        self.test, self.session, self.opener = test, session, opener

    def get(self, url):
        self._turn()
        answer = self.test.url_open(url)
        self.test.assertEqual(answer.status_code, 200, url)
        return answer.text

    def ask(self, url, **params):
        self._turn()
        return self.test.make_jsonrpc_request(url, params)

    def login(self, user):
        """Log in on the page for it, as somebody does who has been looking around."""
        token = re.search(r'csrf_token: "(\w+)"', self.get("/web/login")).group(1)
        # the password of a test user is the login
        values = {"login": user.login, "password": user.login, "csrf_token": token}
        answer = self.test.url_open("/web/login", data=values)
        self.test.assertEqual(answer.status_code, 200)

    def _turn(self):
        self.test.env.flush_all()
        self.test.session, self.test.opener = self.session, self.opener

    def product(self, query=""):
        return self.get(self.test.product.website_url + query)

    def variant(self):
        """The price that the page asks for when another variant is chosen."""
        return self.ask(
            "/website_sale/get_combination_info",
            product_template_id=self.test.product.product_tmpl_id.id,
            product_id=self.test.product.id,
            combination=[],
            add_qty=1,
        )["price"]

    def add(self, quantity=1):
        """Put hammers into the cart, and return it."""
        self.ask(
            "/shop/cart/add",
            product_template_id=self.test.product.product_tmpl_id.id,
            product_id=self.test.product.id,
            quantity=quantity,
        )
        self.test.env.invalidate_all()
        return self.test.env["sale.order"].search(
            [("website_id", "=", self.test.website.id)], order="id DESC", limit=1
        )
