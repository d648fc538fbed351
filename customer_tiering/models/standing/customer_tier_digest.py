from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.groups import MANAGER_GROUP

DAYS = 7
# names listed per paragraph; the rest is a number
NAMES = 20


class CustomerTierDigest(models.AbstractModel):
    """The weekly mail to managers: moves per tier, falling and new Top customers.

    Below them stands what Home shows, as tables.
    """

    _name = "customer.tier.digest"
    _description = "Weekly Digest of Customer Tiers"

    @api.model
    def _cron_send(self):
        """One mail per manager, each committed; those who have theirs are skipped."""
        today = fields.Date.context_today(self)
        commit = self.env["ir.cron"]._commit_progress
        readers = self._readers(today)
        commit(remaining=len(readers))
        for user in readers:
            self._send(user, today)
            if not commit(1):
                break

    @api.model
    def _readers(self, today):
        """Managers who asked for it and have not had that of this week."""
        users = self.env["res.users"].search(
            [("customer_tier_digest", "=", True), ("share", "=", False)]
        )
        return users.filtered(
            lambda user: (
                user.has_group(MANAGER_GROUP)
                and (
                    not user.customer_tier_digest_on
                    or user.customer_tier_digest_on <= today - timedelta(days=DAYS - 1)
                )
            )
        )

    @api.model
    def _send(self, user, today):
        """Mail what happened since the last digest; nothing if nothing did."""
        reader = self.with_user(user).with_context(
            lang=user.lang, allowed_company_ids=user.company_ids.ids
        )
        last = user.customer_tier_digest_on or today - timedelta(days=DAYS)
        sections = reader._sections(last, today)
        user.sudo().customer_tier_digest_on = today
        if not sections or not user.email:
            return
        body = reader.env["ir.qweb"]._render(
            "customer_tiering.customer_tier_digest_mail",
            {
                "sections": sections,
                "first": format_date(reader.env, last + timedelta(days=1)),
                "last": format_date(reader.env, today),
                "changes_url": f"{self.get_base_url()}/odoo/customer-tier-changes",
                "home_url": f"{self.get_base_url()}/odoo/customer-tier-home",
            },
        )
        self.env["mail.mail"].sudo().create(
            {
                "subject": reader.env._("Customer tiers: the week in brief"),
                "email_to": user.email_formatted,
                "body_html": body,
                "auto_delete": True,
            }
        )

    @api.model
    def _sections(self, last, today):
        """Per scheme that the reader sees: moves, falling, new; only where some are."""
        sections = [
            (scheme, self._section(scheme, last, today))
            for scheme in self.env["customer.tier.scheme"].search([])
        ]
        return [
            {"name": scheme.name, **section, **self._pictures(scheme)}
            for scheme, section in sections
            if section["moves"] or section["falling"] or section["new"]
        ]

    @api.model
    def _pictures(self, scheme):
        """What is known of ``scheme`` as a whole, for the reader.

        :return: ``headline``, ``notes`` and ``tables``; a table has ``title``,
            ``note``, ``heads`` and ``rows`` of texts
        """
        return {"headline": "", "notes": [], "tables": []}

    @api.model
    def _section(self, scheme, last, today):
        of_scheme = Domain("scheme_id", "=", scheme.id)
        week = Domain("date", ">", last) & Domain("date", "<=", today)
        moves = self.env["customer.tier.change"]._read_group(
            of_scheme & week & Domain("direction", "in", ("up", "down")),
            ["from_tier_id", "to_tier_id"],
            ["partner_id:count_distinct"],
        )
        standings = self.env["customer.tier.standing"]
        top = of_scheme & Domain("is_top", "=", True)
        arrived = Domain("since", ">", last) & Domain("since", "<=", today)
        # who began to miss the best tier, and who left it downwards
        down = self.env["customer.tier.change"].search_fetch(
            of_scheme
            & week
            & Domain("direction", "=", "down")
            & Domain("from_tier_id", "=", scheme._best_tier().id),
            ["partner_id"],
        )
        missed = Domain("missed_since", ">", last) & Domain("missed_since", "<=", today)
        fell = (
            Domain("is_top", "=", True) & Domain("is_falling", "=", True) & missed
        ) | Domain("partner_id", "in", down.partner_id.ids)
        return {
            "moves": [
                {"before": before.name, "after": after.name, "count": count}
                for before, after, count in moves
            ],
            "falling": self._names(standings, of_scheme & fell),
            "new": self._names(standings, top & arrived),
        }

    @api.model
    def _names(self, standings, domain):
        """Names of the customers, the best first, and how many more there are."""
        found = standings.search(domain, limit=NAMES)
        names = found.partner_id.mapped("display_name")
        more = standings.search_count(domain) - len(found) if len(found) == NAMES else 0
        if more:
            names.append(self.env._("and %(more)s more", more=more))
        return names
