from odoo import api, fields, models

# field of a contact or a company -> what it is called in the log
FACTS = {
    "customer_tier_official": "Public Official",
    "customer_tier_government": "Government Customer",
    "customer_tier_gift_accepts": "May Accept Gifts",
    "customer_tier_gift_max": "Accepts up to",
    "customer_tier_family_of_id": "Family of",
    "customer_tier_gift_private": "Sent to Private Address",
    "customer_tier_gift_hold": "Hold Gifts",
}
SETTINGS = {
    "customer_gift_policy_mode": "Gift Policy Mode",
    "customer_gift_policy_template": "Gift Policy",
}


class CustomerGiftPolicyLog(models.Model):
    """One change of what the policy judges by: a fact about somebody, or a setting.

    Nobody may change or delete it. The chatter of a contact shows the same, but there
    an administrator can delete it.
    """

    _name = "customer.gift.policy.log"
    _description = "Gift Policy Log"
    _order = "id desc"
    _rec_name = "what"

    what = fields.Selection(
        [*FACTS.items(), *SETTINGS.items()], required=True, readonly=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    company_id = fields.Many2one(
        "res.company", readonly=True, index=True, ondelete="cascade"
    )
    old_value = fields.Char(string="Before", readonly=True)
    new_value = fields.Char(string="After", readonly=True)
    changed_on = fields.Datetime(
        required=True, readonly=True, index=True, default=fields.Datetime.now
    )
    # deleting a user keeps the name
    user_id = fields.Many2one(
        "res.users", string="Changed by", readonly=True, ondelete="set null"
    )
    user_name = fields.Char(string="Name", readonly=True)

    @api.model
    def _note(self, record, changed):
        """Log what was ``changed`` on a contact or a company.

        ``changed`` is a list of ``(field name, old value, new value)``.
        """
        if record._name == "res.company":
            owner = {"company_id": record.id}
        else:
            owner = {"partner_id": record.id, "company_id": record.company_id.id}
        self.sudo().create(
            [
                {
                    "what": name,
                    "old_value": self._text(record, name, old),
                    "new_value": self._text(record, name, new),
                    "user_id": self.env.uid,
                    "user_name": self.env.user.name,
                    **owner,
                }
                for name, old, new in changed
            ]
        )

    @api.model
    def _text(self, record, name, value):
        """``value`` of the field ``name`` as users read it."""
        field = record._fields[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.relational:
            return value.sudo().display_name or ""
        return str(value or "")
