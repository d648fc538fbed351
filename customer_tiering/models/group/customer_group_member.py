from odoo import fields, models


class CustomerGroupMember(models.Model):
    """One time that a customer belonged to a group. Only the engine writes it.

    A customer who comes back gets a further line, so the lines are the log.
    """

    _name = "customer.group.member"
    _description = "Member of a Customer Group"
    _order = "joined_on desc, id desc"
    _needs_tiers = True
    _rec_name = "partner_id"

    group_id = fields.Many2one(
        "customer.group", required=True, ondelete="cascade", readonly=True
    )
    # Stored because the record rules use it
    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", index=True, readonly=True
    )
    # No UNIQUE and no CHECK on the customer: they would make merges fail
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    user_id = fields.Many2one(related="partner_id.user_id")
    tier_id = fields.Many2one(
        "customer.tier",
        string="Tier on Joining",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    joined_on = fields.Date(required=True, readonly=True)
    left_on = fields.Date(readonly=True)
    contact_id = fields.Many2one(
        "res.partner",
        string="Written to",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    welcome_on = fields.Date(string="Welcomed", readonly=True)
    farewell_on = fields.Date(string="Farewell Sent", readonly=True)

    _now_idx = models.Index("(group_id, partner_id) WHERE left_on IS NULL")
