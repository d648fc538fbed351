from odoo import api, fields, models
from odoo.tools import groupby

from .contents import Contents
from .customer_tier_statement import CANCELLED


class CustomerTierStatement(models.Model):
    """The content: rendered once, in the language of the recipient, then frozen."""

    _inherit = "customer.tier.statement"

    entitlement_ids = fields.Many2many(
        "customer.tier.entitlement",
        "customer_tier_statement_entitlement_rel",
        string="Trainings",
        readonly=True,
        groups="customer_tiering.group_customer_tier_user",
        help="Those that the customer can answer on the page of this statement.",
    )

    @api.model
    def _open_for(self, scheme, reached, state):
        """New statements without content for those ``reached`` who are not left out.

        ``state``  draft to look at first, or queued to be sent by the next batch
        """
        today = scheme._today()
        languages = dict(self._fields["lang"]._description_selection(self.env))
        return self.sudo().create(
            [
                {
                    "partner_id": one.customer_id,
                    "contact_id": one.contact_id,
                    "user_id": one.user_id,
                    # of a language that was switched off, nothing is translated
                    "lang": one.lang
                    if one.lang in languages
                    else self.env.lang or "en_US",
                    "scheme_id": scheme.id,
                    "company_id": scheme.company_id.id,
                    "date": today,
                    "state": state,
                }
                for one in reached
                if not one.reason
            ]
        )

    def _make(self):
        """Fill in the content of those of these that have none, once and for all.

        A customer who has no tier any more that may be told gets no statement.
        """
        pending = self.sudo().filtered(lambda one: not one.body)
        for scheme, found in groupby(pending, lambda one: one.scheme_id):
            found = self.sudo().browse().union(*found)
            contents = Contents(scheme, found.partner_id)
            for statement in found:
                if statement.partner_id.id in contents.standings:
                    statement._fill_in(contents)
                else:
                    statement.write(
                        {"state": CANCELLED, "note": self._reasons()["not_told"]}
                    )

    def _fill_in(self, contents):
        customer = self.partner_id.with_env(contents.env)
        standing = contents.standings[customer.id]
        told = contents.of(customer, self.lang)
        env = self.env(context={**self.env.context, "lang": self.lang})
        mine = contents.entitlements.get(customer.id)
        self.write(
            {
                "name": env._("Your Benefits as of %s", told["today"]),
                "tier_id": standing.tier_id.id,
                "public_tier": told["tier"],
                "date_from": contents.today,
                "date_to": contents.scheme._kept_until(standing),
                "saved": contents.saved.get(customer.id, 0.0),
                "entitlement_ids": [fields.Command.set(mine.ids if mine else [])],
                "body": env["ir.qweb"]._render(
                    "customer_tiering.customer_tier_statement_body", told
                ),
            }
        )
