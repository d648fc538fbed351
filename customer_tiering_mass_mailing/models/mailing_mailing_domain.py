from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class MailingMailing(models.Model):
    """A mailing is for those whom its author may find.

    It is sent by a scheduled action that may read everything. Without this, a domain
    would find customers by figures that its author must not see, or those of another
    company, and the traces of the mailing would tell who they are.
    """

    _inherit = "mailing.mailing"

    @api.constrains("mailing_domain", "mailing_filter_id", "mailing_model_id")
    def _check_domain_readable(self):
        if self.env.uid == SUPERUSER_ID:
            return
        companies = self.env.user.company_ids.ids
        author = self.sudo(False).with_context(allowed_company_ids=companies).env
        for mailing in self:
            if "customer_" not in (mailing.mailing_domain or ""):
                continue
            domain = Domain(mailing._parse_mailing_domain())
            author["customer.tier.written.domain"]._check_readable(
                author[mailing.mailing_model_real], domain
            )
            named = mailing._filter_ids_named()
            found = author["mailing.filter"].with_context(active_test=False)
            if len(found.search([("id", "in", named)])) < len(named):
                raise AccessError(
                    self.env._(
                        "The recipients of “%s” are those of a tier of another "
                        "company. Choose a filter of your own companies.",
                        mailing.subject,
                    )
                )
