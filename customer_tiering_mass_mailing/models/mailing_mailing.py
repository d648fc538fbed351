from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.customer_tiering.tools.joins import joined_at_once


class MailingMailing(models.Model):
    """A mailing says who gets it before it is sent, and keeps to that."""

    _inherit = "mailing.mailing"

    customer_tier_one_each = fields.Boolean(
        string="One per Customer",
        default=True,
        help="Of several contacts of a customer only one gets the mailing: the one "
        "chosen on the customer, else the person who was last in touch, else the "
        "customer's own address.",
    )
    customer_tier_hold_back = fields.Boolean(
        string="Hold Back",
        default=True,
        help="Leave out customers who are thinking an offer over, and those who had "
        "all contacts of this month. Switch it off for what everybody has to know, "
        "such as a recall.",
    )
    customer_tier_company_id = fields.Many2one(
        "res.company",
        string="Counts as a Contact of",
        default=lambda self: self.env.company,
        help="The company whose limit of contacts per customer and month holds.",
    )
    customer_tier_reach = fields.Char(
        string="Who Gets It", compute="_compute_customer_tier_reach"
    )
    customer_tier_held_count = fields.Integer(
        string="Held Back", compute="_compute_customer_tier_reach"
    )

    @api.depends(
        "mailing_type",
        "mailing_model_id",
        "mailing_domain",
        "contact_list_ids",
        "use_exclusion_list",
        "customer_tier_one_each",
        "customer_tier_hold_back",
        "customer_tier_company_id",
    )
    @api.depends_context("uid", "lang")
    def _compute_customer_tier_reach(self):
        for mailing in self:
            mailing.customer_tier_reach = False
            mailing.customer_tier_held_count = 0
            if mailing._is_told() and mailing.state != "done":
                counts = mailing._reach_counts()
                mailing.customer_tier_reach = mailing._reach_sentence(counts)
                mailing.customer_tier_held_count = sum(counts.values()) - counts.get(
                    None, 0
                )

    def _is_told(self):
        """Whether its recipients can be told: they are chosen, by a valid filter."""
        if not self._recipients_told():
            return False
        if self.mailing_on_mailing_list:
            return bool(self.contact_list_ids)
        try:
            Domain(self._parse_mailing_domain()).validate(
                self.env[self.mailing_model_real]
            )
        except ValueError:
            # shown by the filter editor, and refused when the mailing is saved
            return False
        return True

    def _reach_counts(self):
        """``{reason: how many}``; None for those who get it."""
        counted = SQL(
            "SELECT reason, COUNT(*) FROM (%s) reach GROUP BY reason", self._reach_sql()
        )
        with joined_at_once(self.env):
            return dict(self.env.execute_query(counted))

    def _reach_sentence(self, counts):
        """Such as: Goes to 214 of 260. 46 are held back: 20 opted out, 26 …"""
        goes, every = counts.get(None, 0), sum(counts.values())
        if goes == every:
            return self.env._("Goes to all %(count)s.", count=every)
        reasons = [
            self.env._("%(count)s %(reason)s", count=counts[reason], reason=text)
            for reason, text in self._reach_reasons().items()
            if counts.get(reason)
        ]
        return self.env._(
            "Goes to %(goes)s of %(every)s. %(held)s are held back: %(reasons)s.",
            goes=goes,
            every=every,
            held=every - goes,
            reasons=self.env._(", ").join(reasons),
        )

    @api.constrains("customer_tier_company_id")
    def _check_customer_tier_company(self):
        """Who had enough contacts of another company is not for everybody to know."""
        for mailing in self:
            company = mailing.customer_tier_company_id
            mine = self.env.user.company_ids
            if self.env.uid != SUPERUSER_ID and company - mine:
                raise ValidationError(
                    self.env._(
                        "Choose one of your own companies, not “%s”.", company.name
                    )
                )

    def _get_recipients_domain(self):
        """Without those who are held back, at the time of sending."""
        domain = super()._get_recipients_domain()
        if not self._recipients_told():
            return domain
        return domain & Domain("id", "in", self._reached_ids(None))

    def _get_remaining_recipients(self):
        """Lists are brought in step before they are read to be sent to.

        Also if nobody seems to be left: the tier may have new customers.
        """
        if self.mailing_on_mailing_list:
            self.contact_list_ids._customer_tier_step()
        return super()._get_remaining_recipients()

    def action_put_in_queue(self):
        self.contact_list_ids._customer_tier_step()
        return super().action_put_in_queue()

    def action_customer_tier_held_back(self):
        """Open the sentence, and for each reason who is held back."""
        self.ensure_one()
        self.check_access("read")
        counts = self._reach_counts()
        check = self.env["customer.tier.mailing.check"].create(
            {
                "mailing_id": self.id,
                "sentence": self._reach_sentence(counts),
                "line_ids": [
                    fields.Command.create({"reason": text, "key": key, "count": count})
                    for key, text, count in self._reach_lines(counts)
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who Gets It"),
            "res_model": check._name,
            "res_id": check.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _reach_lines(self, counts):
        """Key, words and number: those who get it, then each reason."""
        lines = [(False, self.env._("get it"), counts.get(None, 0))]
        for key, text in self._reach_reasons().items():
            if counts.get(key):
                lines.append((key, text, counts[key]))
        return lines

    def _reached_ids(self, reason):
        """Ids of those with this reason; of those who get it for None."""
        found = SQL(
            "SELECT id FROM (%s) reach WHERE reason IS NOT DISTINCT FROM %s",
            self._reach_sql(),
            reason,
        )
        with joined_at_once(self.env):
            return [id_ for (id_,) in self.env.execute_query(found)]
