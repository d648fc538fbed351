from odoo import fields, models

from ...tools.groups import USER_GROUP

# portal and public users read the fields of their company
READERS = f"{USER_GROUP},base.group_system"


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_tier_keep_months = fields.Integer(
        string="Keep Evaluations and Tier Changes (months)",
        default=0,
        help="Older evaluations and tier changes are deleted at night, except what "
        "the next evaluation needs. Enter 0 to keep all of them.",
    )

    customer_tier_clearing_account_ids = fields.Many2many(
        "account.account",
        "customer_tier_clearing_account_rel",
        "company_id",
        "account_id",
        string="Further Accounts of Money",
        groups=READERS,
        help="What is booked to these accounts counts as money received, such as the "
        "clearing account of a till or a payment provider. Bank, cash and card "
        "accounts, and those where payment methods or tills keep payments, are "
        "recognized without being listed here.",
    )
    customer_tier_write_off_account_ids = fields.Many2many(
        "account.account",
        "customer_tier_write_off_account_rel",
        "company_id",
        "account_id",
        string="Bad Debt Accounts",
        groups=READERS,
        help="What settles a receivable against one of these accounts was written off. "
        "Leave empty to count every expense account except those of cash discounts and "
        "exchange differences.",
    )

    _customer_tier_keep_positive = models.Constraint(
        "CHECK(customer_tier_keep_months >= 0)",
        "The number of months to keep evaluations cannot be below 0. Enter 0 to keep "
        "all of them.",
    )

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Odoo lets everybody group by a field of many records, whatever its groups."""
        field = self._fields.get(groupby_spec)
        if field and field.type == "many2many":
            self._check_field_access(field, "read")
        return super()._read_group_groupby(alias, groupby_spec, query)
