from datetime import datetime, time, timedelta

from odoo import api, models
from odoo.tools import formatLang

from .customer_tier_home_management import over_tiers

# days over which leads are counted
LEAD_DAYS = 30


class CustomerTierHome(models.AbstractModel):
    """Customers who come back, and how many should in a shop of this size."""

    _inherit = "customer.tier.home"

    @api.model
    def _loyalty(self, page, sums):
        """Sentences, each with the figures that it is made of."""
        lines = (
            self._retention(page, sums),
            self._loyal(page, sums),
            self._leads_a_day(page),
        )
        return [line for line in lines if line]

    @api.model
    def _retention(self, page, sums):
        kept, lost = (over_tiers(sums, part)[0] for part in ("kept", "lost"))
        if not kept + lost:
            return False
        return {
            "key": "retention",
            "share": kept / (kept + lost),
            "text": self.env._(
                "%(share)s of earlier customers bought again in the period.",
                share=self._percent(kept / (kept + lost)),
            ),
            "figures": [
                self._named(page, sums, "kept", self.env._("Bought again")),
                self._named(page, sums, "lost", self.env._("Did not buy again")),
            ],
        }

    @api.model
    def _loyal(self, page, sums):
        existing, loyal = (over_tiers(sums, part)[0] for part in ("existing", "loyal"))
        if not existing:
            return False
        return {
            "key": "loyal",
            "share": loyal / existing,
            "text": self.env._(
                "%(share)s of the customers are loyal: they bought at least twice in "
                "the period.",
                share=self._percent(loyal / existing),
            ),
            "figures": [self._named(page, sums, "loyal", self.env._("Loyal"))],
        }

    @api.model
    def _leads_a_day(self, page):
        """Leads a day, the stage of the shop that they mean, and its target."""
        asked = self._consultations(page)
        if not asked:
            return False
        a_day = sum(one["figure"]["value"] for one in asked) / LEAD_DAYS
        stage = self.env["customer.tier.shop.stage"].search(
            [("leads_from", "<=", a_day)], order="leads_from DESC", limit=1
        )
        told = {
            "leads": formatLang(self.env, a_day, digits=1),
            "stage": stage.display_name,
            "target": self._percent(stage.loyal_target),
        }
        return {
            "key": "leads",
            "share": stage.loyal_target,
            "text": self._consultations_text(told, only_leads=len(asked) == 1),
            "figures": asked,
        }

    @api.model
    def _consultations_text(self, told, only_leads):
        if not told["stage"]:
            if only_leads:
                return self.env._("%(leads)s leads a day.", **told)
            return self.env._("%(leads)s consultations a day.", **told)
        if only_leads:
            return self.env._(
                "%(leads)s leads a day (stage: %(stage)s). At least %(target)s of the "
                "customers should be loyal.",
                **told,
            )
        return self.env._(
            "%(leads)s consultations a day (stage: %(stage)s). At least %(target)s of "
            "the customers should be loyal.",
            **told,
        )

    @api.model
    def _consultations(self, page):
        """Who asked in the last days: ``name`` and ``figure`` of each channel.

        Another addon adds to them; whatever the user cannot read is left out.
        """
        leads = self._leads(page)
        if not leads:
            return []
        return [{"name": leads["action"]["name"], "figure": leads}]

    @api.model
    def _consultation_days(self):
        return LEAD_DAYS

    @api.model
    def _first_of_consultations(self, page):
        first = page.today - timedelta(days=LEAD_DAYS)
        return str(datetime.combine(first, time.min))

    @api.model
    def _named(self, page, sums, part, name):
        return {"name": name, "figure": self._part(page, sums, part, name)["count"]}

    @api.model
    def _leads(self, page):
        """The leads of the last days, lost ones too; False if the user reads none."""
        leads = self.env["crm.lead"].with_context(active_test=False)
        if not leads.has_access("read"):
            return False
        domain = [
            ("create_date", ">=", self._first_of_consultations(page)),
            ("company_id", "in", [False, *page.scheme._covered_companies().ids]),
        ]
        name = self.env._("Leads of %(days)s days", days=LEAD_DAYS)
        action = self._list(name, "crm.lead", domain, active_test=False)
        return self._figure(leads.search_count(domain), action)
