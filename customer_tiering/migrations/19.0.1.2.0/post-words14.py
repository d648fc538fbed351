"""19.0.1.2.0: activities about a fall no longer tell tiers and figures."""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    kind = env.ref("customer_tiering.mail_activity_type_falling", False)
    if not kind:
        return
    rows = env.execute_query(
        SQL(
            """
            SELECT DISTINCT ON (a.id) a.id, s.id, p.lang
              FROM mail_activity a
              JOIN customer_tier_standing s ON s.partner_id = a.res_id
              JOIN res_users u ON u.id = a.user_id
              JOIN res_partner p ON p.id = u.partner_id
             WHERE a.activity_type_id = %s AND a.res_model = 'res.partner'
             ORDER BY a.id, s.alerted_on DESC NULLS LAST, s.id
            """,
            kind.id,
        )
    )
    standings = env["customer.tier.standing"].browse(
        {standing for _activity, standing, _lang in rows}
    )
    values = []
    for activity, standing, lang in rows:
        told = standings.browse(standing).with_prefetch(standings._prefetch_ids)
        told = told.with_context(lang=lang)
        values.append((activity, told._fall_summary(), str(told._fall_note())))
    if values:
        cr.execute_values(
            "UPDATE mail_activity a SET summary = v.summary, note = v.note"
            " FROM (VALUES %s) AS v (id, summary, note) WHERE a.id = v.id",
            values,
        )
