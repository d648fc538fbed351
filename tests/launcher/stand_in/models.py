from odoo import api, fields, models


class CustomerTierEvaluation(models.Model):
    """What the demo business of the stand-in classifies."""

    _name = "customer.tier.evaluation"
    _description = "Stand-in"

    done = fields.Boolean()


class CustomerTierDemo(models.AbstractModel):
    """As much of the real demo business as ./dev calls."""

    _name = "customer.tier.demo"
    _description = "Stand-in for the demo business"

    @api.model
    def _install(self):
        self.env["customer.tier.evaluation"].create({})
        self.env["res.users"].create(
            {"name": "Sales", "login": "sales", "password": "sales"}
        )

    @api.model
    def _classify(self):
        self.env["customer.tier.evaluation"].search([]).write({"done": True})
