from odoo import fields, models


class CustomerProductFeedback(models.Model):
    """What a customer missed in a product, in their words, for development."""

    _name = "customer.product.feedback"
    _description = "Product Feedback"
    _order = "date desc, id desc"
    _rec_name = "product_tmpl_id"
    _check_company_auto = True

    product_tmpl_id = fields.Many2one(
        "product.template",
        string="Product",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    text = fields.Text(string="What Was Missing", required=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    user_id = fields.Many2one(
        "res.users",
        string="Written by",
        required=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
        index=True,
        readonly=True,
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", ondelete="set null", index="btree_not_null"
    )
    lead_id = fields.Many2one(
        "crm.lead",
        string="Opportunity",
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
    )
    lost_reason_id = fields.Many2one(
        "crm.lost.reason",
        string="Lost Because",
        ondelete="set null",
        index="btree_not_null",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
        index=True,
    )

    def action_view_leads(self):
        """The opportunities behind the feedback, lost ones included."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm.crm_lead_action_pipeline"
        )
        return {
            **action,
            "name": self.env._("Opportunities"),
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self.lead_id.ids)],
            "context": {"active_test": False, "create": False},
        }
