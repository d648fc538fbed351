from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    customer_gift_policy_mode = fields.Selection(
        related="company_id.root_id.customer_gift_policy_mode", readonly=False
    )
    customer_gift_policy_template = fields.Selection(
        related="company_id.root_id.customer_gift_policy_template", readonly=False
    )

    def action_load_gift_template(self):
        """Copy the policies of the chosen template and open the copies."""
        self.ensure_one()
        self.env["customer.gift.policy"].check_access("create")
        company = self.company_id.root_id
        template = self.customer_gift_policy_template
        if template not in ("china", "general"):
            template = "china" if company.country_id.code == "CN" else "general"
        company._load_customer_gift_template(template)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_gift_policy_action"
        )
        action["domain"] = [("company_id", "=", company.id)]
        action["context"] = {"default_company_id": company.id}
        return action
