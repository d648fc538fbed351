from markupsafe import Markup

from odoo import models
from odoo.tools import format_date


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Of the manual tiers of merged customers, the one set last holds.

    That is how evaluations take them: per scheme the latest that has not ended. The
    others stay, for they are what somebody decided, and hold once it is archived or
    has ended. The chatter of each manual tier says so and why. That of the customer
    only links to the one that holds, for whoever sees the contact can read it.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        manual = self.env["customer.tier.override"].sudo()
        manual = manual.search([("partner_id", "in", partner_ids)], order="id")
        names = {one: one.partner_id.display_name for one in manual}
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        manual = manual.exists()
        for scheme, of_scheme in manual.grouped("scheme_id").items():
            for several in of_scheme.grouped(
                lambda one, scheme=scheme: scheme._customers_of(one.partner_id)
            ).values():
                if len(several) > 1:
                    self._tell_merged_manual(several, names)
        # the merge moved them by SQL
        manual._put_in_force()
        return result

    def _tell_merged_manual(self, manual, names):
        """Say which of ``manual``, from the first set to the last, holds and why.

        :param names: ``{manual tier: name of the customer before the merge}``
        """
        holds = manual.filtered(lambda one: not one.ended)[-1:]
        if not holds:
            return
        if holds == manual[-1]:
            text = self.env._(
                "Customers with manual tiers in “%(scheme)s” were merged. This one "
                "holds, because it was set last: %(manual)s. Once it is archived or "
                "has ended, the next one holds:",
                scheme=holds.scheme_id.name,
                manual=self._told_manual(holds, names),
            )
        else:
            text = self.env._(
                "Customers with manual tiers in “%(scheme)s” were merged. This one "
                "holds, because those set after it have ended: %(manual)s. The others:",
                scheme=holds.scheme_id.name,
                manual=self._told_manual(holds, names),
            )
        body = Markup("<p>%s</p><ul>%s</ul>") % (
            text,
            Markup("").join(
                Markup("<li>%s</li>") % self._told_manual(one, names)
                for one in reversed(manual - holds)
            ),
        )
        for one in manual:
            one.message_post(body=body, subtype_xmlid="mail.mt_note")
        holds.partner_id.commercial_partner_id.message_post(
            body=Markup("<p>%s %s</p>")
            % (
                self.env._(
                    "Customers with manual tiers were merged. The one set last holds, "
                    "unless it has ended:"
                ),
                holds._get_html_link(title=self.env._("Manual tier")),
            ),
            subtype_xmlid="mail.mt_note",
        )

    def _told_manual(self, manual, names):
        kinds = dict(manual._fields["kind"]._description_selection(self.env))
        return self.env._(
            "%(kind)s %(tier)s for %(customer)s, set by %(user)s on %(date)s "
            "(%(reason)s)",
            kind=kinds[manual.kind],
            tier=manual.tier_id.name,
            customer=names[manual],
            user=manual.create_uid.name,
            date=format_date(self.env, manual.create_date),
            reason=manual.reason,
        )
