from odoo import models
from odoo.fields import Domain

from ...classification import lifecycle as states

# customers who have not bought lately: a call comes before a quotation
CALL_FIRST = {states.NOT_CONTACTED, states.INACTIVE}


class CustomerTierStanding(models.Model):
    """What is known of a customer who does not buy, and what to do next."""

    _inherit = "customer.tier.standing"

    def _known_rows(self):
        """Rows of `explanation.Explanation`: leads and quotations, if there are any.

        Each opens what it counts, with the rights of the reader.
        """
        self.ensure_one()
        rows = []
        for label, model, method, domain in (
            (self.env._("Leads"), "crm.lead", "action_view_leads", self._leads()),
            (
                self.env._("Open Quotations"),
                "sale.order",
                "action_view_quotations",
                self._quotations(),
            ),
        ):
            records = self.env[model].with_context(active_test=False)
            count = records.has_access("read") and records.search_count(domain)
            if count:
                value = self._explanation().figures.format(count, "count")
                rows.append(
                    {"code": method, "label": label, "value": value, "documents": True}
                    | {"definition": "", "method": method}
                )
        return rows

    def _next_steps(self):
        """Buttons ``{"label", "method", "primary"}`` that the reader may press."""
        self.ensure_one()
        if self.lifecycle == states.NO_NEED or not self.partner_id.has_access("read"):
            return []
        call = {
            "label": self.env._("Plan an Activity"),
            "method": "action_plan_activity",
        }
        quote = {
            "label": self.env._("Create Quotation"),
            "method": "action_new_quotation",
        }
        steps = [call, quote] if self.lifecycle in CALL_FIRST else [quote, call]
        if not self.env["sale.order"].has_access("create"):
            steps.remove(quote)
        return [
            step | {"primary": place == 0 and not self.rank}
            for place, step in enumerate(steps)
        ]

    def _leads(self):
        documents = self._explanation().documents
        return documents._of_customer("partner_id")

    def _quotations(self):
        documents = self._explanation().documents
        quoted = Domain("state", "in", ("draft", "sent"))
        if "website_id" in self.env["sale.order"]._fields:
            # a cart of the web shop is no quotation
            quoted &= Domain("website_id", "=", False) | Domain("state", "=", "sent")
        return quoted & documents._of_customer("partner_id") & documents.of_scheme()

    # ---------------------------------------------------------------- buttons

    def action_view_leads(self):
        """The leads and opportunities of the customer, lost ones included."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Leads of %s", self.partner_id.name),
            "res_model": "crm.lead",
            "views": [(False, "list"), (False, "form")],
            "domain": list(self._leads()),
            "context": {"create": False, "active_test": False},
        }

    def action_view_quotations(self):
        """The quotations that the customer has not answered."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Open Quotations of %s", self.partner_id.name),
            "res_model": "sale.order",
            "views": [(False, "list"), (False, "form")],
            "domain": list(self._quotations()),
            "context": {"create": False},
        }

    def action_new_quotation(self):
        """A new quotation for the customer."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "views": [(False, "form")],
            "context": {"default_partner_id": self.partner_id.id},
        }

    def action_plan_activity(self):
        """Plan a call, a meeting or anything else with the customer."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Plan an Activity"),
            "res_model": "mail.activity.schedule",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "active_model": "res.partner",
                "active_id": self.partner_id.id,
                "active_ids": self.partner_id.ids,
            },
        }
