from odoo import api, models
from odoo.tools import SQL, format_list

from .habits import Answer, habits

# so many of the latest answers are counted
LATEST = 500
# conversations that are about trade; chats and channels are nobody's business here
CONVERSATIONS = ("res.partner", "sale.order", "account.move", "crm.lead")


class ResPartner(models.Model):
    """How a person usually answers, counted when somebody asks for it.

    It is no field: forms read fields of pages that nobody opens.
    """

    _inherit = "res.partner"

    @api.readonly
    def get_customer_tier_reply_habits(self):
        """How the person usually answers, as plain data.

        ``told``   a sentence, in the user's language
        ``count``  how many answers were counted

        AccessError for users without the group *Customer Profiles*.
        """
        self.ensure_one()
        self.check_access("read")
        self._check_field_access(self._fields["customer_tier_style_id"], "read")
        rows = self.env.execute_query(self._customer_tier_answers_sql())
        found = habits(
            [Answer(*row) for row in rows], self.tz or self.env.user.tz or "UTC"
        )
        if not found:
            told = self.env._("Too few messages (n = %(count)s).", count=len(rows))
        else:
            told = self._customer_tier_told_habits(found)
        return {"told": told, "count": len(rows)}

    def _customer_tier_told_habits(self, found):
        def percent(share):
            return self.env._("%(percent)s %%", percent=round(100 * share))

        parts = []
        if found.hours:
            parts.append(
                self.env._(
                    "within %(hours)s h in %(share)s of cases",
                    hours=found.hours,
                    share=percent(found.hours_share),
                )
            )
        by = percent(found.channel_share)
        parts.append(
            self.env._("by mail in %(share)s", share=by)
            if found.channel == "mail"
            else self.env._("in the portal in %(share)s", share=by)
        )
        if found.before:
            parts.append(
                self.env._(
                    "before %(hour)s:00 in %(share)s",
                    hour=found.before,
                    share=percent(found.time_share),
                )
            )
        else:
            parts.append(
                self.env._(
                    "from %(hour)s:00 on in %(share)s",
                    hour=found.after,
                    share=percent(found.time_share),
                )
            )
        return self.env._(
            "Answers %(parts)s (n = %(count)s).",
            parts=format_list(self.env, parts),
            count=found.count,
        )

    def _customer_tier_answers_sql(self):
        """SELECT of ``asked``, ``answered``, ``channel`` of this person's answers.

        An answer is the first message that follows one of ours in a conversation of the
        user's companies. What a colleague wrote between makes it none.
        """
        for model in ("mail.message", *CONVERSATIONS[1:]):
            self.env[model].flush_model()
        companies = self.env.companies.ids
        comment = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment")
        spoken = SQL(
            """(m.message_type IN ('email', 'email_outgoing')
                OR m.message_type = 'comment' AND m.subtype_id = %s)
               AND m.is_internal IS NOT TRUE""",
            comment,
        )
        return SQL(
            """
            WITH threads AS MATERIALIZED (
                SELECT DISTINCT m.model, m.res_id FROM mail_message m
                 WHERE m.author_id = %(person)s AND m.model = ANY(%(models)s)
                   AND %(spoken)s
            ), ours AS MATERIALIZED (
                SELECT model, res_id FROM threads WHERE model = 'res.partner'
             UNION ALL
                SELECT model, res_id FROM threads t JOIN sale_order o
                    ON o.id = t.res_id AND t.model = 'sale.order'
                 WHERE o.company_id = ANY(%(companies)s)
             UNION ALL
                SELECT model, res_id FROM threads t JOIN account_move o
                    ON o.id = t.res_id AND t.model = 'account.move'
                 WHERE o.company_id = ANY(%(companies)s)
             UNION ALL
                SELECT model, res_id FROM threads t JOIN crm_lead o
                    ON o.id = t.res_id AND t.model = 'crm.lead'
                 WHERE o.company_id IS NULL OR o.company_id = ANY(%(companies)s)
            ), said AS (
                SELECT m.id, m.date, m.author_id, m.message_type,
                       LAG(m.date) OVER thread AS asked,
                       LAG(m.message_type = 'email_outgoing' OR EXISTS (
                           SELECT FROM res_users u
                            WHERE u.partner_id = m.author_id AND NOT u.share))
                           OVER thread AS by_us
                  FROM ours JOIN mail_message m USING (model, res_id)
                 WHERE %(spoken)s
                WINDOW thread AS (PARTITION BY m.model, m.res_id ORDER BY m.date, m.id)
            )
            SELECT asked, date,
                   CASE message_type WHEN 'email' THEN 'mail' ELSE 'portal' END
              FROM said
             WHERE author_id = %(person)s AND by_us
             ORDER BY date DESC, id DESC
             LIMIT %(latest)s
            """,
            person=self.id,
            models=list(CONVERSATIONS),
            spoken=spoken,
            companies=companies,
            latest=LATEST,
        )
