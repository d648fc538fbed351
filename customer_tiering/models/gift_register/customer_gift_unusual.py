from odoo import fields, models
from odoo.exceptions import UserError


class CustomerGift(models.Model):
    """Entries that nobody has approved: far above what is usual, they ask first."""

    _inherit = "customer.gift"

    unusual_reason = fields.Char(
        string="Why So Much",
        copy=False,
        help="Confirms a value far above what this company usually gives.",
    )
    budget_note = fields.Char(
        string="Over Budget",
        readonly=True,
        copy=False,
        help="What the budget lacked when the gift was entered or corrected. The entry "
        "records what has happened, so this did not stop it.",
    )

    def _ask_about_unusual(self):
        """Raise UserError for what is probably a typing error, unless confirmed.

        Such an entry would spend the pools and stop the approvals of all others.
        """
        for gift in self:
            if gift.direction != "given" or (gift.unusual_reason or "").strip():
                continue
            usual = gift.company_id._customer_gift_unusual_above(gift.date)
            value = max(gift.cost, gift.list_value)
            if usual and gift.currency_id.compare_amounts(value, usual) > 0:
                raise UserError(
                    self.env._(
                        "%(gift)s: %(value)s is unusual, as it is above %(usual)s. "
                        "Check the amount, or enter why the gift is worth so much.",
                        gift=gift.display_name,
                        value=gift.currency_id.format(value),
                        usual=gift.currency_id.format(usual),
                    )
                )

    def _note_budget(self):
        """Write on these entries what their budgets lack, see ``budget_note``."""
        try:
            with self.env.cr.savepoint():
                self._check_budget()
        except UserError as error:
            self.sudo().write({"budget_note": str(error)})
