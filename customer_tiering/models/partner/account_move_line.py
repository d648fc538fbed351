from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...tools.groups import ACCOUNTANT_GROUP


class AccountMoveLine(models.Model):
    """Journal items as evidence: the items behind a line of a bridge."""

    _name = "account.move.line"
    _inherit = ["account.move.line", "customer.tier.bridge.evidence"]

    customer_tier_bridge_amount = fields.Monetary(
        string="Amount in the Bridge",
        compute="_compute_customer_tier_bridge_amount",
        currency_field="company_currency_id",
        groups=ACCOUNTANT_GROUP,
        help="How much of the journal item is in the line of the bridge that was "
        "opened: a payment may be matched in part only, or hold a bank fee.",
    )

    @api.model
    def _tier_revenue(self):
        """Domain of the items in the untaxed amount of a document (rule K17).

        A rounding line that belongs to a tax is part of the tax.
        """
        return Domain("display_type", "=", "product") | (
            Domain("display_type", "=", "rounding")
            & Domain("tax_repartition_line_id", "=", False)
        )

    @api.model
    def _tier_refuse_hidden(self, items):
        """AccessError if the user may not read all ``items``: a sum would be short."""
        items = items.with_env(self.env)
        if len(items._filtered_access("read")) < len(items):
            raise AccessError(
                self.env._(
                    "Some journal items behind this figure belong to companies that "
                    "you are not working in. Switch to them, or ask an accountant "
                    "who works there."
                )
            )

    @api.model
    def _tier_action(self, title, domain):
        """An action that lists the journal items of ``domain``."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.account_move_line_action_evidence"
        )
        action["domain"] = list(domain)
        action["context"] = {"create": False}
        action["display_name"] = title
        return action
