from odoo import api, fields, models
from odoo.tools import SQL


class CustomerGiftSpotCheck(models.Model):
    """A given gift that was selected at random for a check (rule C24).

    Its draw says with which seed, so that it can be repeated.
    """

    _name = "customer.gift.spot.check"
    _description = "Gift Spot Check"
    _inherit = "mail.thread"
    _order = "id desc"
    _rec_name = "gift_id"

    gift_id = fields.Many2one(
        "customer.gift", required=True, ondelete="restrict", readonly=True
    )
    # Stored because the record rules use it
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    partner_id = fields.Many2one(related="gift_id.partner_id")
    contact_id = fields.Many2one(related="gift_id.contact_id")
    user_id = fields.Many2one(related="gift_id.user_id")
    approver_id = fields.Many2one(related="gift_id.approver_id")
    date = fields.Date(related="gift_id.date")
    cost = fields.Monetary(related="gift_id.cost")
    currency_id = fields.Many2one(related="gift_id.currency_id")
    draw_id = fields.Many2one("customer.gift.spot.draw", readonly=True, index=True)
    drawn_on = fields.Datetime(related="draw_id.drawn_on", store=True)
    state = fields.Selection(
        [("todo", "To check"), ("fine", "In order"), ("problem", "Problem")],
        default="todo",
        required=True,
        tracking=True,
    )
    note = fields.Text(string="Check Result", tracking=True)
    checked_by_id = fields.Many2one("res.users", readonly=True)
    checked_on = fields.Datetime(readonly=True)

    _gift_uniq = models.Constraint(
        "UNIQUE(gift_id)", "A gift can be drawn for a spot check only once."
    )

    def action_fine(self):
        self._close("fine")

    def action_problem(self):
        self._close("problem")

    def _close(self, state):
        self.check_access("write")
        self.write(
            {
                "state": state,
                "checked_by_id": self.env.uid,
                "checked_on": fields.Datetime.now(),
            }
        )

    @api.model
    def _cron_draw(self):
        self._draw()

    @api.model
    def _draw(self, companies=None):
        """Select given gifts for a check; returns the number of new checks."""
        number = 0
        companies = companies or self.env["res.company"].sudo().search(
            [("active", "=", True)]
        )
        for company in companies:
            policies = self.env["customer.gift.policy"]._applying(company)
            share = max(
                policies.filtered(lambda p: p.code == "C24").mapped("share"), default=0
            )
            if share:
                draw = self.env["customer.gift.spot.draw"]._draw(company, share)
                number += draw.check_count
        return number

    @api.model
    def _make(self, draw):
        """Make a check for each gift that ``draw`` draws; returns their number."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_gift_spot_check
                       (gift_id, company_id, draw_id, drawn_on, state,
                        create_uid, create_date, write_uid, write_date)
                SELECT drawn.id, %(company)s, %(draw)s, %(now)s, 'todo',
                       %(user)s, %(now)s, %(user)s, %(now)s
                  FROM (%(drawn)s) drawn
                ON CONFLICT (gift_id) DO NOTHING
                """,
                drawn=draw._drawn_sql(),
                draw=draw.id,
                company=draw.company_id.id,
                now=draw.drawn_on,
                user=self.env.uid,
            )
        )
        return self.env.cr.rowcount
