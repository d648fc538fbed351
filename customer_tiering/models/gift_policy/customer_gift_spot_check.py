import uuid

from odoo import api, fields, models
from odoo.tools import SQL


class CustomerGiftSpotCheck(models.Model):
    """A given gift that was selected at random for a check (rule C24).

    The draw hashes the company's seed and the gift's id: nobody can predict it without
    the seed, and with the seed it can be repeated.
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
    seed = fields.Char(readonly=True)
    share = fields.Float(string="Percent Drawn", readonly=True, aggregator=None)
    drawn_on = fields.Datetime(readonly=True)
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
                number += self._draw_of(company, share)
        return number

    @api.model
    def _draw_of(self, company, share):
        company_sudo = company.sudo()
        if not company_sudo.customer_gift_spot_check_seed:
            company_sudo.customer_gift_spot_check_seed = uuid.uuid4().hex
        seed = company_sudo.customer_gift_spot_check_seed
        self.env["customer.gift"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_gift_spot_check
                       (gift_id, company_id, seed, share, drawn_on, state,
                        create_uid, create_date, write_uid, write_date)
                SELECT g.id, g.company_id, %(seed)s, %(share)s, %(now)s, 'todo',
                       %(user)s, %(now)s, %(user)s, %(now)s
                  FROM customer_gift g
                 WHERE g.company_id = %(company)s
                   AND g.state = 'given' AND g.direction = 'given'
                   AND ('x' || substr(md5(%(seed)s || ':' || g.id), 1, 8))::bit(32)
                       ::bigint < %(bar)s
                ON CONFLICT (gift_id) DO NOTHING
                """,
                seed=seed,
                share=share,
                bar=int(share / 100 * 2**32),
                company=company.id,
                now=self.env.cr.now(),
                user=self.env.uid,
            )
        )
        return self.env.cr.rowcount
