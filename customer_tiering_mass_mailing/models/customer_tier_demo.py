from odoo import api, models

MODULE = "customer_tiering"
LISTS = ("tier_top", "tier_big")
SUBJECT = "New: the quiet hammer drill"
BODY = """
<p>Dear customer,</p>
<p>our new hammer drill is half as loud as the one before. You can try it before
everybody else: tell us when you have half an hour.</p>
"""
LIMIT = 4
# of the best customers, by their place: who does not want to be written to
OPTED_OUT, BLOCKED = 1, 2


class CustomerTierDemo(models.AbstractModel):
    """Two lists that follow their tiers, and a mailing that is ready to be sent."""

    _inherit = "customer.tier.demo"

    @api.model
    def _give(self):
        result = super()._give()
        self._create_mailings()
        return result

    @api.model
    def _create_mailings(self):
        """Once, and only where the demo business has tiers."""
        demo = self.sudo().with_context(lang="en_US")
        scheme = demo.env.ref(f"{MODULE}.scheme_pyramid", raise_if_not_found=False)
        mailings = demo.env["mailing.mailing"]
        if (
            not scheme
            or not scheme.last_evaluation_id
            or mailings.search([("subject", "=", SUBJECT)])
        ):
            return False
        company = scheme.company_id
        company.customer_tier_touch_limit = company.customer_tier_touch_limit or LIMIT
        filters = scheme._keep_mailing_filters()
        by_tier = {one.customer_tier_id: one for one in filters}
        for tier in LISTS:
            audience = by_tier[demo.env.ref(f"{MODULE}.{tier}")]
            followed = demo.env["mailing.list"]._customer_tier_list(audience)
            followed._customer_tier_step()
        subscriptions = followed.subscription_ids.sorted("id")
        subscriptions[OPTED_OUT : OPTED_OUT + 1].opt_out = True
        for one in subscriptions[BLOCKED : BLOCKED + 1]:
            demo.env["mail.blacklist"]._add(one.contact_id.email)
        mailings.create(
            {
                "subject": SUBJECT,
                "body_arch": BODY,
                "body_html": BODY,
                "mailing_model_id": audience.mailing_model_id.id,
                "mailing_filter_id": audience.id,
                "mailing_domain": audience.mailing_domain,
                "customer_tier_company_id": company.id,
                "user_id": demo.env.ref("base.user_admin").id,
            }
        )
        return True
