from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import formatLang

from ...gifting import effect

# days after the opening of a play
HORIZONS = (30, 60, 90)
VERDICTS = [
    (effect.FEW, "Too few to tell"),
    (effect.NONE, "No reliable effect"),
    (effect.MORE, "More"),
    (effect.LESS, "Less"),
]
WITH, WITHOUT = "With the playbook.", "Left alone, for comparison."
FROM, TO = "Lower bound, at 95 %.", "Upper bound, at 95 %."


def number(label, told=None):
    return fields.Float(string=label, help=told, readonly=True, aggregator=None)


def money(label, told=None):
    return fields.Monetary(string=label, help=told, readonly=True, aggregator=None)


def verdict(label):
    return fields.Selection(VERDICTS, string=label, required=True, readonly=True)


class CustomerPlaybookProof(models.Model):
    """What a playbook brought within some days after its plays were opened.

    Everybody drawn counts, also those whose step nobody did: what is measured is to
    have the playbook. The differences are within tier and order of magnitude of
    revenue, therefore not simply those of the averages.
    """

    _name = "customer.playbook.proof"
    _description = "Effect of a Playbook"
    _order = "playbook_id, days"
    _rec_name = "playbook_id"

    playbook_id = fields.Many2one(
        "customer.playbook", required=True, ondelete="cascade", index=True
    )
    # Stored because the record rules use it
    company_id = fields.Many2one(related="playbook_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    days = fields.Integer(string="Within (days)", required=True, aggregator=None)
    opened_before = fields.Date(
        readonly=True, help="Plays of this day and later are too young to be measured."
    )
    # lists of tier (0: none), order of magnitude of revenue, share of the draw
    strata = fields.Json(readonly=True)
    treated_count = fields.Integer(
        string="With the Playbook", readonly=True, aggregator=None
    )
    held_out_count = fields.Integer(string="Left Alone", readonly=True, aggregator=None)
    treated_reordered = number("Reordered (%)", WITH)
    held_out_reordered = number("Reordered, Left Alone (%)", WITHOUT)
    reordered_difference = number("Reordered: Points More")
    reordered_low = number("Reordered: From", FROM)
    reordered_high = number("Reordered: To", TO)
    reordered = verdict("Reordered")
    treated_revenue = money("Revenue per Customer", WITH)
    held_out_revenue = money("Revenue per Customer, Left Alone", WITHOUT)
    revenue_difference = money(
        "Revenue: More per Customer",
        "Adjusted for what each customer bought in the same days of last year.",
    )
    revenue_low = money("Revenue: From", FROM)
    revenue_high = money("Revenue: To", TO)
    revenue = verdict("Net Revenue")
    treated_wait = number(
        "Days to the Next Purchase",
        "Whoever did not buy counts with all days of the period. The difference is "
        "that of the intervals between purchases.",
    )
    held_out_wait = number("Days to the Next Purchase, Left Alone", WITHOUT)
    wait_difference = number("Next Purchase: Days Later")
    wait_low = number("Next Purchase: From", FROM)
    wait_high = number("Next Purchase: To", TO)
    wait = verdict("Interval between Purchases")

    _playbook_days_unique = models.Constraint(
        "UNIQUE(playbook_id, days)",
        "A playbook can have only one result per number of days.",
    )

    def _sentence(self):
        """What came of it, in the user's language; the share that reordered first."""
        self.ensure_one()
        figures = {
            "days": self.days,
            "treated": self.treated_count,
            "alone": self.held_out_count,
        }
        if self.reordered == effect.FEW:
            return self.env._(
                "Too few to tell within %(days)s days: %(treated)s customers with the "
                "playbook and %(alone)s left alone; each group needs at least "
                "%(least)s.",
                least=effect.LEAST,
                **figures,
            )
        figures |= {
            "points": self._plain(abs(self.reordered_difference)),
            "low": self._plain(self.reordered_low),
            "high": self._plain(self.reordered_high),
        }
        if self.reordered == effect.NONE:
            return self.env._(
                "No reliable effect within %(days)s days: between %(low)s and "
                "%(high)s points more reordered, which may be chance. %(treated)s "
                "customers with the playbook, %(alone)s left alone.",
                **figures,
            )
        if self.reordered == effect.MORE:
            return self.env._(
                "%(points)s points more reordered within %(days)s days (%(low)s to "
                "%(high)s). %(treated)s customers with the playbook, %(alone)s left "
                "alone.",
                **figures,
            )
        return self.env._(
            "%(points)s points fewer reordered within %(days)s days (%(low)s to "
            "%(high)s). %(treated)s customers with the playbook, %(alone)s left alone.",
            **figures,
        )

    def _plain(self, value):
        """``value`` without decimals, and without a minus before zero."""
        return formatLang(self.env, round(value) + 0.0, digits=0)

    def action_view_treated(self):
        """The plays of customers with the playbook, that are measured here."""
        return self._plays(False, self.env._("With the Playbook"))

    def action_view_held_out(self):
        """Those of customers that were left alone."""
        return self._plays(True, self.env._("Left Alone"))

    def _plays(self, held_out, name):
        self.ensure_one()
        self.check_access("read")
        action = self.env["customer.playbook"]._plays_action()
        action["name"] = name
        compared = Domain.OR(
            Domain("tier_id", "=", tier or False)
            & Domain("value_class", "=", value_class)
            & Domain("drawn_percent", "=", percent)
            for tier, value_class, percent in self.strata or []
        )
        action["domain"] = list(
            Domain("playbook_id", "=", self.playbook_id.id)
            & Domain("held_out", "=", held_out)
            & Domain("opened_on", "<", self.opened_before)
            & compared
        )
        action["context"] = {}
        return action
