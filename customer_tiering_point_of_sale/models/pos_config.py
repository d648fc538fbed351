from odoo import fields, models
from odoo.tools import format_list


class PosConfig(models.Model):
    """A till, and why it cannot use the price list of a tier."""

    _inherit = "pos.config"

    customer_tier_on_receipt = fields.Boolean(
        string="Tier on the Receipt",
        help="Print the customer's tier on receipts, by its public name.",
    )

    def _customer_tier_pricelists(self):
        """Lists that tiers give to customers of the company of the till."""
        self.ensure_one()
        ladders = self.env["customer.tier.benefit"]._ladders(
            "pricelist", self.company_id.id
        )
        lists = self.env["product.pricelist"].sudo()
        return lists.browse(
            dict.fromkeys(
                pricelist
                for ladder in ladders
                for _line, pricelist, _terms in ladder.lines.values()
                if pricelist
            )
        ).filtered(
            lambda one: one.active and one.company_id.id in (False, self.company_id.id)
        )

    def _customer_tier_pricelist_problems(self, pricelists, offered):
        """Sentences on those of the tiers' ``pricelists`` that the till does not use.

        It takes its own list then, without a word.

        ``offered``  the lists that are available at the till
        """
        self.ensure_one()
        foreign = pricelists.filtered(lambda one: one.currency_id != self.currency_id)
        missing = pricelists - foreign - offered
        sentences = []
        if foreign:
            sentences.append(
                self.env._(
                    "The till “%(till)s” cannot use %(lists)s: it sells in "
                    "%(currency)s. Its customers pay by its default price list.",
                    till=self.name,
                    lists=self._customer_tier_quoted(foreign),
                    currency=self.currency_id.name,
                )
            )
        if missing:
            sentences.append(
                self.env._(
                    "The till “%(till)s” does not offer %(lists)s: its customers pay "
                    "by its default price list. Add what is missing in the settings of "
                    "the till, under Flexible Pricelists.",
                    till=self.name,
                    lists=self._customer_tier_quoted(missing),
                )
            )
        return sentences

    def _customer_tier_quoted(self, pricelists):
        return format_list(self.env, [f"“{one.name}”" for one in pricelists])

    def _customer_tier_offered(self):
        self.ensure_one()
        if not self.use_pricelist:
            return self.available_pricelist_ids.browse()
        return self.available_pricelist_ids
