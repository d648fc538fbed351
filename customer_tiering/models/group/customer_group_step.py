from odoo import api, models
from odoo.tools import SQL

from ...classification.window import Window
from ..collector.documents import confirmed_orders, documents
from ..collector.reading import Reading

MONTHS = 12


class CustomerGroup(models.Model):
    """Joining and leaving: one statement a group, for all or for some customers."""

    _inherit = "customer.group"

    def _step(self, among=None, day=None):
        """Bring the groups in step with the standings.

        :param among: customers; only these are looked at
        :param day: the day that is written as that of joining or leaving; today
        :return: the lines of those who joined, and of those who left
        """
        members = self.env["customer.group.member"].sudo()
        joined = left = members
        self.env.flush_all()
        for group in self.sudo():
            self.env.cr.execute(
                SQL(
                    "SELECT id FROM customer_group WHERE id = %s FOR NO KEY UPDATE",
                    group.id,
                )
            )
            rows = self.env.execute_query(group._stepping(among, day or group._today()))
            joined |= members.browse(id_ for id_, is_new in rows if is_new)
            left |= members.browse(id_ for id_, is_new in rows if not is_new)
        members.invalidate_model()
        self.invalidate_recordset(["member_ids", "member_count", "left_count"])
        self._members_changed(None if among is None else (joined | left).partner_id)
        return joined, left

    def _members_changed(self, among):
        """Where members are written to, other addons add.

        :param among: the customers who joined or left; None for any of them
        """

    def _stepping(self, among, day):
        return SQL(
            """
            WITH wanted AS MATERIALIZED (%(wanted)s),
            leaving AS (
                UPDATE customer_group_member SET left_on = %(day)s
                 WHERE group_id = %(group)s AND left_on IS NULL AND %(looked_at)s
                   AND partner_id NOT IN (SELECT partner_id FROM wanted)
                RETURNING id
            ), joining AS (
                INSERT INTO customer_group_member (group_id, company_id, partner_id,
                       tier_id, joined_on, create_date, create_uid, write_date,
                       write_uid)
                SELECT %(group)s, %(company)s, partner_id, tier_id, %(day)s,
                       NOW() AT TIME ZONE 'UTC', %(uid)s,
                       NOW() AT TIME ZONE 'UTC', %(uid)s
                  FROM wanted
                 WHERE partner_id NOT IN (
                       SELECT partner_id FROM customer_group_member
                        WHERE group_id = %(group)s AND left_on IS NULL)
                 ORDER BY partner_id
                RETURNING id
            )
            SELECT id, FALSE FROM leaving UNION ALL SELECT id, TRUE FROM joining
            """,
            wanted=self._wanted(among),
            looked_at=self._looked_at(among, "partner_id"),
            group=self.id,
            company=self.company_id.id,
            day=day,
            uid=self.env.uid,
        )

    @api.model
    def _looked_at(self, among, *column):
        """Condition on the ``column`` with the customer."""
        if among is None:
            return SQL("TRUE")
        return SQL("%s = ANY(%s)", SQL.identifier(*column), among.ids)

    def _wanted(self, among):
        """SELECT of ``partner_id`` and ``tier_id`` of those who belong to the group."""
        in_tiers = SQL("TRUE")
        if self.tier_ids:
            in_tiers = SQL("s.tier_id = ANY(%s)", self.tier_ids.ids)
        meets = SQL("TRUE")
        if self.domain and self.domain.strip() != "[]":
            meets = SQL("s.partner_id IN %s", self._contacts_query().subselect())
        bought = SQL("TRUE")
        if self.bought_months:
            bought = SQL("s.partner_id IN (%s)", self._bought())
        return SQL(
            """
            SELECT s.partner_id, s.tier_id
              FROM customer_tier_standing s
              JOIN res_partner p ON p.id = s.partner_id AND p.active
             WHERE s.scheme_id = %s AND %s AND %s AND %s AND %s
            """,
            self.scheme_id.id,
            in_tiers,
            self._looked_at(among, "s", "partner_id"),
            bought,
            meets,
        )

    def _bought(self):
        """SELECT of the customers who bought in enough of the last months."""
        as_of = self._today()
        reading = Reading(self.env, self.scheme_id, as_of)
        first = Window.of_months(as_of, MONTHS).first
        purchases = SQL(
            "SELECT customer_id, day FROM %s d WHERE is_purchase",
            documents(reading, first, as_of),
        )
        if self.scheme_id.purchase_basis == "order":
            purchases = SQL(
                "SELECT customer_id, day FROM %s o",
                confirmed_orders(reading, first, as_of),
            )
        return SQL(
            """
            SELECT customer_id FROM (%s) purchases GROUP BY customer_id
            HAVING COUNT(DISTINCT DATE_TRUNC('month', day::timestamp)) >= %s
            """,
            purchases,
            self.bought_months,
        )
