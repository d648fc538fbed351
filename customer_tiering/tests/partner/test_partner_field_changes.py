from odoo.tests import tagged
from odoo.tools import mute_logger

from .standings import StandingCase

FIELD = "customer_tier_id"


@tagged("post_install", "-at_install")
class TestPartnerFieldChanges(StandingCase):
    """The tier that a customer shows follows schemes, evaluations and merges.

    Nothing is flushed or forgotten by hand here: what was read before must not be
    what is read after.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.scheme(name="Second", sequence=2)
        cls.stand(cls.second, cls.ada, "SMALL")
        cls.stand(cls.second, cls.hal, "MEDIUM")
        cls.quotation = cls.order(cls.ada, confirm=False)

    def assertTier(self, partner, code):
        """Read, found, counted in a group and shown on a quotation."""
        self.assertEqual(partner[FIELD].code, code)
        model = self.env["res.partner"]
        domain = [("id", "=", partner.id)]
        value = self.tier[code].id if code else False
        self.assertEqual(model.search([*domain, (FIELD, "=", value)]), partner)
        self.assertFalse(model.search([*domain, (FIELD, "!=", value)]))
        groups = model._read_group(domain, [FIELD], ["__count"])
        self.assertEqual([(t.code, n) for t, n in groups], [(code, 1)])
        if partner == self.quotation.partner_id:
            self.assertEqual(self.quotation[FIELD].code, code)

    # ------------------------------------------------------------ schemes

    def test_first_scheme_wins(self):
        self.assertTier(self.ada, "TOP")
        self.assertTier(self.hal, "MEDIUM")

    def test_order_of_schemes(self):
        self.assertTier(self.ada, "TOP")
        self.second.sequence = 0
        self.assertTier(self.ada, "SMALL")
        self.assertTier(self.bob, "BIG")

    def test_archived_scheme(self):
        self.assertTier(self.ada, "TOP")
        self.pyramid.active = False
        self.assertTier(self.ada, "SMALL")
        self.assertTier(self.bob, False)
        self.pyramid.active = True
        self.assertTier(self.bob, "BIG")

    def test_archived_scheme_stays_hidden(self):
        """Somebody who looks at archived contacts does not show it to everybody."""
        self.pyramid.active = False
        everything = self.env["res.partner"].with_context(active_test=False)
        everything.search([("id", "=", self.ada.id), (FIELD, "!=", False)])
        self.assertTier(self.ada, "SMALL")
        self.assertEqual(everything.browse(self.ada.id)[FIELD].code, "SMALL")

    def test_new_scheme(self):
        self.assertTier(self.ada, "TOP")
        first = self.scheme(name="First", sequence=0)
        self.stand(first, self.ada, "BIG")
        self.env.invalidate_all()  # the standing was not written by an evaluation
        self.assertTier(self.ada, "BIG")

    def test_deleted_scheme(self):
        self.assertTier(self.ada, "TOP")
        self.pyramid.unlink()
        self.assertTier(self.ada, "SMALL")
        self.assertTier(self.bob, False)

    def test_evaluation(self):
        """An evaluation of Ada alone takes the others off the ladder."""
        self.assertTier(self.ada, "TOP")
        self.assertTier(self.dan, "SMALL")
        self.pyramid.domain = f"[('id', 'in', {[self.ada.id, self.bob.id]})]"
        self.pyramid.write({"population": "all"})
        self.evaluate(self.pyramid)
        self.assertTier(self.ada, "PROSPECT")
        self.assertTier(self.dan, False)

    def test_contact_moves(self):
        contact = self.contact(self.ada, "Mover")
        self.assertTier(contact, "TOP")
        contact.parent_id = self.bob
        self.assertTier(contact, "BIG")
        contact.parent_id = False
        self.assertTier(contact, False)

    # ------------------------------------------------------------ merge, deletion

    def merge(self, *partners):
        """The last one stays."""
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        with mute_logger("odoo.sql_db"):
            wizard._merge([partner.id for partner in partners], partners[-1])

    def test_merge_in_two_schemes(self):
        """Both stood in both schemes: the one who stays is found once."""
        self.stand(self.second, self.bob, "TOP")
        self.merge(self.ada, self.bob)
        self.assertFalse(self.ada.exists())
        self.assertTier(self.bob, "BIG")
        standings = self.env["customer.tier.standing"].search(
            [("partner_id", "=", self.bob.id)]
        )
        self.assertEqual(standings.scheme_id, self.pyramid + self.second)
        self.assertEqual(len(standings), 2)
        domain = [("commercial_partner_id", "=", self.bob.id)]
        groups = self.env["res.partner"]._read_group(domain, [FIELD], ["__count"])
        self.assertEqual([(t.code, n) for t, n in groups], [("BIG", 5)])

    def test_merge_gives_a_standing(self):
        """Who stood nowhere takes over where the other one stood."""
        stranger = self.customer("Stranger")
        self.assertTier(stranger, False)
        self.merge(self.bob, stranger)
        self.env.invalidate_all()
        self.assertTier(stranger, "BIG")

    def test_deleted_customer(self):
        stranger = self.customer("Stranger")
        standing = self.stand(self.pyramid, stranger, "SUSPECT")
        self.assertTier(stranger, "SUSPECT")
        stranger.unlink()
        self.assertFalse(standing.exists())
        groups = self.env["res.partner"]._read_group(
            [("name", "=", "Stranger")], [FIELD], ["__count"]
        )
        self.assertFalse(groups)
