"""Which customer a contact belongs to (rule K01)."""

from odoo.tools import SQL


def customers(scheme, among=None):
    """FROM item: the customer of each contact.

    Columns ``id`` (a contact) and ``customer_id``: the commercial partner of the
    contact, or the head of its corporate group where that is one customer.

    :param among: list of ids of customers; without it those of all contacts
    """
    if scheme.customer_level == "company":
        return SQL(
            "(SELECT id, commercial_partner_id AS customer_id FROM res_partner%s)",
            SQL()
            if among is None
            else SQL(" WHERE commercial_partner_id = ANY(%s)", among),
        )
    return SQL(
        """(
        WITH RECURSIVE heads AS (
            SELECT id, id AS customer_id FROM res_partner WHERE parent_id IS NULL%s
            UNION ALL
            SELECT p.id, heads.customer_id
              FROM res_partner p JOIN heads ON heads.id = p.parent_id
        )
        SELECT id, customer_id FROM heads)""",
        SQL() if among is None else SQL(" AND id = ANY(%s)", among),
    )


def public_visitors(env):
    """SQL array of the contacts that stand for visitors who are not logged in.

    A website has one, and what several visitors do is put down to it.
    """
    return SQL(
        """ARRAY(SELECT u.partner_id FROM res_users u
                   JOIN res_groups_users_rel r ON r.uid = u.id WHERE r.gid = %s)""",
        env["ir.model.data"]._xmlid_to_res_id("base.group_public"),
    )
