from odoo import fields, models

from ...tools.groups import USER_GROUP

# portal and public users read the fields of their company; whoever creates a branch
# copies it from the main company
READERS = f"{USER_GROUP},base.group_erp_manager"


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_tier_touch_limit = fields.Integer(
        string="Contacts per Customer and Month",
        default=0,
        groups=READERS,
        help="Mailings, contacts by playbooks and statements count together. Customers "
        "who had so many in the calendar month get no more of them until it is over. "
        "0: no limit.",
    )

    _customer_tier_touch_limit_positive = models.Constraint(
        "CHECK(customer_tier_touch_limit >= 0)",
        "The number of contacts cannot be below 0. Enter 0 for no limit.",
    )

    def _get_company_root_delegated_field_names(self):
        # a customer does not know which branch wrote
        return [
            *super()._get_company_root_delegated_field_names(),
            "customer_tier_touch_limit",
        ]
