from ast import literal_eval

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.customer_tiering.models.touch.recipients import recipients

HESITATING = "_customer_tier_hesitating_sql"


def _named(domain):
    """Ids of the filters that ``domain`` names, at any depth."""
    for condition in domain.iter_conditions():
        value = condition.value
        if condition.operator in ("any", "not any"):
            yield from _named(Domain(value))
        elif condition.field_expr.split(".")[-1] == "customer_tier_filter_ids":
            ids = [value] if isinstance(value, int) else value
            yield from (id_ for id_ in ids if isinstance(id_, int))


class MailingMailing(models.Model):
    """Who gets a mailing, and why somebody does not: one statement for all."""

    _inherit = "mailing.mailing"

    def _reach_reasons(self):
        """Why somebody is held back, in the order in which it is looked at."""
        return {
            "no_address": self.env._("no e-mail address"),
            "opted_out": self.env._("opted out"),
            "blacklist": self.env._("on the blacklist"),
            "hesitating": self.env._("thinking it over"),
            "touched": self.env._("had all contacts of this month"),
            "duplicate": self.env._("further addresses of a customer"),
        }

    def _recipients_told(self):
        """Whether this mailing is one that is told about, and held back from."""
        self.ensure_one()
        return self.mailing_type == "mail" and self.mailing_model_name in (
            "res.partner",
            "mailing.list",
        )

    def _reach_sql(self):
        """SELECT of ``id``, of a contact or mailing contact, and ``reason``.

        ``reason`` is a key of `_reach_reasons`, NULL for whoever gets the mailing.
        """
        self.ensure_one()
        self.env.flush_all()
        to_lists = self.mailing_on_mailing_list
        matched = self.env[self.mailing_model_real]._search(
            Domain(self._parse_mailing_domain())
        )
        # an order would only cost time
        matched.order = None
        ids = matched.subselect()
        return SQL(
            """
            WITH matched AS MATERIALIZED (%(matched)s),
            opted_out AS MATERIALIZED (%(opted_out)s),
            told AS (
                SELECT m.id, m.email,
                       CASE WHEN m.further THEN 'duplicate'
                            WHEN m.email IS NULL THEN 'no_address'
                            WHEN m.email IN (SELECT email FROM opted_out)
                            THEN 'opted_out'
                            WHEN %(blacklist)s THEN 'blacklist'
                            WHEN %(hesitating)s THEN 'hesitating'
                            WHEN %(touched)s THEN 'touched'
                       END AS reason
                  FROM matched m
            )
            SELECT id, CASE WHEN reason IS NULL AND ROW_NUMBER() OVER (
                                     PARTITION BY reason, email ORDER BY id) > 1
                            THEN 'duplicate' ELSE reason END AS reason
              FROM told
            """,
            matched=self._matched_lists(ids) if to_lists else self._matched(ids),
            opted_out=self._opted_out_sql(),
            **self._held_back(),
        )

    def _matched(self, ids):
        """Contacts: ``id``, ``email``, ``customer`` and whether they are further ones.

        With one per company these are all but the chosen one.
        """
        if not self.customer_tier_one_each:
            further = SQL("FALSE")
        else:
            further = SQL(
                "p.id NOT IN (SELECT contact FROM (%s) chosen)",
                recipients(self.env, among=ids),
            )
        return SQL(
            """
            SELECT p.id, p.email_normalized AS email,
                   p.commercial_partner_id AS customer, %s AS further
              FROM res_partner p WHERE p.id IN %s
            """,
            further,
            ids,
        )

    def _matched_lists(self, ids):
        """Contacts of lists, and the customer who has the same address, if any."""
        return SQL(
            """
            SELECT c.id, c.email_normalized AS email, p.customer, FALSE AS further
              FROM mailing_contact c
              LEFT JOIN (
                  SELECT DISTINCT ON (email_normalized) email_normalized AS email,
                         commercial_partner_id AS customer
                    FROM res_partner
                   WHERE active AND email_normalized IS NOT NULL
                   ORDER BY email_normalized, id
              ) p ON p.email = c.email_normalized
             WHERE c.id IN %s
            """,
            ids,
        )

    def _held_back(self):
        """Conditions on ``m``, each FALSE if it does not apply."""
        never = SQL("FALSE")
        conditions = {"blacklist": never, "hesitating": never, "touched": never}
        if self.use_exclusion_list:
            conditions["blacklist"] = SQL(
                "m.email IN (SELECT email FROM mail_blacklist WHERE active)"
            )
        if self.customer_tier_hold_back:
            company = (self.customer_tier_company_id or self.env.company).sudo()
            touches = self.env["customer.tier.touch"]
            # whoever sends it, and the queue, count the same opportunities
            leads = self.env["crm.lead"].sudo()
            leads = leads.with_context(allowed_company_ids=touches._tree_ids(company))
            if hasattr(leads, HESITATING):
                conditions["hesitating"] = SQL(
                    "m.customer IN (%s)", getattr(leads, HESITATING)()
                )
            touched = touches._touched_sql(
                company, touches._today(company), besides=self._origin
            )
            if touched:
                conditions["touched"] = SQL("m.customer IN (%s)", touched)
        return conditions

    def _opted_out_sql(self):
        """SELECT of ``email``: who opted out of what this mailing is about.

        Of the lists that it goes to, as Odoo reads them. For contacts, of the lists of
        the tiers that it is for, and of the others of their schemes: a mailing on
        something else is no business of theirs.
        """
        self.ensure_one()
        if self.mailing_on_mailing_list:
            lists = SQL("%s", self.contact_list_ids._origin.ids)
            again = SQL(
                """
                AND NOT EXISTS (
                    SELECT FROM mailing_subscription t
                      JOIN mailing_contact d ON d.id = t.contact_id
                     WHERE t.list_id = ANY(%s) AND t.opt_out IS NOT TRUE
                       AND d.email_normalized = c.email_normalized)
                """,
                lists,
            )
        else:
            lists = SQL("%s", self._lists_concerned().ids)
            again = SQL()
        return SQL(
            """
            SELECT c.email_normalized AS email
              FROM mailing_subscription s JOIN mailing_contact c ON c.id = s.contact_id
             WHERE s.opt_out AND s.list_id = ANY(%s)
               AND c.email_normalized IS NOT NULL %s
            """,
            lists,
            again,
        )

    def _lists_concerned(self):
        """The lists of the tiers that a mailing to contacts is for."""
        lists = self.env["mailing.list"].sudo().with_context(active_test=False)
        filters = self._filters_named().sudo()
        mine = lists.search([("customer_tier_filter_id", "in", filters.ids)])
        schemes = filters.customer_tier_scheme_id
        if not filters and "customer_tier" in (self.mailing_domain or ""):
            company = self.customer_tier_company_id or self.env.company
            schemes = (
                self.env["customer.tier.scheme"]
                .sudo()
                .browse(self.env["customer.tier.scheme"]._shown_ids(company.id))
            )
        return mine | lists.search(
            [
                (
                    "customer_tier_filter_id.customer_tier_scheme_id",
                    "in",
                    schemes.ids,
                )
            ]
        )

    def _filters_named(self):
        """The filters of tiers that the domain names."""
        filters = self.env["mailing.filter"].with_context(active_test=False)
        return filters.search(
            [
                ("id", "in", self._filter_ids_named()),
                ("customer_tier_company_id", "!=", False),
            ]
        )

    def _filter_ids_named(self):
        """Ids of the filters that the domain names, also of those out of reach."""
        try:
            domain = Domain(literal_eval(self.mailing_domain or "[]"))
        except (SyntaxError, TypeError, ValueError):
            # a domain that cannot be read finds nobody, see _parse_mailing_domain
            return []
        return list(set(_named(domain)))
