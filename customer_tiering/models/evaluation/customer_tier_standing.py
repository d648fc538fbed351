from markupsafe import Markup

from odoo import fields, models

from ...tools.big_integer import BigInteger


class CustomerTierStanding(models.Model):
    """What an evaluation asks of a standing, and what to do about a fall."""

    _inherit = "customer.tier.standing"

    # Not published: no evaluation touches it, so a second run tells nobody twice
    alerted_on = fields.Date(
        string="Fall Announced on",
        readonly=True,
        help="Date of the evaluation for which the salesperson was told about the "
        "fall.",
    )
    # see customer_tier_publisher_known.py
    row_digest = BigInteger(
        readonly=True,
        # it is true of one version of one row
        copy=False,
        aggregator=None,
        exportable=False,
        groups="base.group_no_one",
        help="By this number, an evaluation sees that nothing has changed.",
    )

    def _tier_at_once(self, ladder):
        """Id of the tier by the figures and the caps, without any grace.

        ``ladder`` holds tier ids, best first. A cap shows only in what it did: the
        automatic tier is not the earned one.
        """
        computed, automatic = self.computed_tier_id, self.automatic_tier_id
        if not computed:
            return self.tier_id.id
        if automatic == self.earned_tier_id or computed.id not in ladder:
            return computed.id
        return max(computed.id, automatic.id, key=ladder.index)

    def _fall_summary(self):
        return self.env._("Talk to %(customer)s", customer=self.partner_id.display_name)

    def _fall_note(self):
        """What to do and a link: whoever reads the contact reads this."""
        return Markup("<p>%s</p><p>%s</p>") % (
            self.env._(
                "Find out why %(customer)s needs attention, and what you can do. The "
                "reasons are in the customer's tier.",
                customer=self.partner_id.display_name,
            ),
            self._get_html_link(title=self.env._("Open the customer's tier")),
        )
