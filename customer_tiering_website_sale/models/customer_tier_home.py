from odoo import api, models
from odoo.fields import Domain

LIVE_CHAT_GROUP = "im_livechat.im_livechat_group_user"


class CustomerTierHome(models.AbstractModel):
    """Whoever asks in the live chat is a consultation of the shop, as a lead is.

    The contact form of the website makes leads. A chat that became a lead counts once.
    """

    _inherit = "customer.tier.home"

    @api.model
    def _consultations(self, page):
        found = super()._consultations(page)
        chats = self._chats(page)
        return [*found, chats] if chats else found

    @api.model
    def _chats(self, page):
        """The chats of the last days in which somebody wrote; False without the app.

        Only for those who may open them.
        """
        channels = self.env["discuss.channel"]
        if "livechat_channel_id" not in channels._fields or not self.env.user.has_group(
            LIVE_CHAT_GROUP
        ):
            return False
        domain = (
            Domain("channel_type", "=", "livechat")
            & Domain("create_date", ">=", self._first_of_consultations(page))
            & Domain("message_ids", "!=", False)
        )
        if "livechat_visitor_id" in channels._fields:
            # a chat of another company's website is none of this shop
            companies = page.scheme._covered_companies().ids
            domain &= Domain("livechat_visitor_id", "=", False) | Domain(
                "livechat_visitor_id.website_id.company_id", "in", companies
            )
        if "origin_channel_id" in self.env["crm.lead"]._fields:
            leads = self.env["crm.lead"].sudo().with_context(active_test=False)
            became = leads._search([("origin_channel_id", "!=", False)])
            domain &= Domain("id", "not in", became.subselect("origin_channel_id"))
        name = self.env._("Live chats of %(days)s days", days=self._consultation_days())
        # what a list is opened with has to be plain
        ids = channels.search(domain).ids
        action = self._list(name, channels._name, [("id", "in", ids)])
        return {"name": name, "figure": self._figure(len(ids), action)}
