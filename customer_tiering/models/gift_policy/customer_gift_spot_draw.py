import secrets

from odoo import api, fields, models
from odoo.tools import SQL


class CustomerGiftSpotDraw(models.Model):
    """One draw of spot checks: its seed, and the gifts it was made over (rule C24).

    The seed is made at the moment of the draw, so nobody can read it before and give
    only gifts that will not be checked. Afterwards everybody who reads checks can
    repeat the draw: a gift is drawn if the first 32 bits of ``md5(seed:id)`` are below
    the share.
    """

    _name = "customer.gift.spot.draw"
    _description = "Draw of Gift Spot Checks"
    _order = "id desc"
    _rec_name = "drawn_on"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    seed = fields.Char(required=True, readonly=True)
    share = fields.Float(string="Percent Drawn", readonly=True, aggregator=None)
    drawn_on = fields.Datetime(required=True, readonly=True)
    gift_ids = fields.One2many("customer.gift", "spot_draw_id", readonly=True)
    gift_count = fields.Integer(string="Gifts", readonly=True)
    check_count = fields.Integer(string="Checks", readonly=True)

    @api.model
    def _draw(self, company, share):
        """Draw ``share`` percent of the gifts of ``company`` that no draw has seen.

        Returns the draw, with its checks made; empty if there is no such gift.
        """
        self.env["customer.gift"].flush_model()
        new = SQL(
            "company_id = %s AND state = 'given' AND direction = 'given'"
            " AND spot_draw_id IS NULL",
            company.id,
        )
        if not self.env.execute_query(
            SQL("SELECT FROM customer_gift WHERE %s LIMIT 1", new)
        ):
            return self
        draw = self.sudo().create(
            {
                "company_id": company.id,
                "seed": secrets.token_hex(16),
                "share": share,
                "drawn_on": self.env.cr.now(),
            }
        )
        self.env.cr.execute(
            SQL("UPDATE customer_gift SET spot_draw_id = %s WHERE %s", draw.id, new)
        )
        draw.gift_count = self.env.cr.rowcount
        self.env["customer.gift"].invalidate_model(["spot_draw_id"])
        draw.check_count = self.env["customer.gift.spot.check"]._make(draw)
        return draw

    def _drawn_sql(self):
        """SELECT of the ids of the gifts that this draw draws, from its seed alone."""
        self.ensure_one()
        self.flush_recordset()
        return SQL(
            """
            SELECT id FROM customer_gift
             WHERE spot_draw_id = %s
               AND ('x' || SUBSTR(MD5(%s || ':' || id), 1, 8))::bit(32)::bigint < %s
            """,
            self.id,
            self.seed,
            int(self.share / 100 * 2**32),
        )
