import io

from odoo import api, fields, models
from odoo.tools import SQL

from ...classification.moves import DOWN, ENTERED, LEFT, UP, direction


class CustomerTierMove(models.AbstractModel):
    """One customer who moves, in a list made to be looked at and thrown away."""

    _name = "customer.tier.move"
    _description = "Customer Who Moves"
    _order = "net_revenue desc, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="cascade", index=True
    )
    user_id = fields.Many2one(related="partner_id.user_id")
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    from_tier_id = fields.Many2one("customer.tier", string="From", ondelete="cascade")
    to_tier_id = fields.Many2one("customer.tier", string="To", ondelete="cascade")
    from_tier_color = fields.Integer(related="from_tier_id.color", string="Color From")
    to_tier_color = fields.Integer(related="to_tier_id.color", string="Color To")
    direction = fields.Selection(
        [
            (UP, "Up"),
            (DOWN, "Down"),
            (ENTERED, "Entered"),
            (LEFT, "Left"),
        ]
    )
    steps = fields.Integer(
        aggregator=None, help="Number of tiers moved up, or down if below 0."
    )
    net_revenue = fields.Monetary()
    value = fields.Float(
        string="Ranking Value",
        aggregator=None,
        help="The figure or score used for ranking.",
    )
    rank = fields.Integer(aggregator=None)

    @api.model
    def _insert(self, frame, places, **constants):
        """Write lines from a frame of `classification.moves`, in one statement.

        ``constants`` are the values of all lines alike.
        """
        now = self.env.cr.now()
        lines = frame[["partner_id", "steps", "net_revenue", "value", "rank"]].assign(
            from_tier_id=frame["from"].where(frame["from"] >= 0).astype("Int64"),
            to_tier_id=frame["to"].where(frame["to"] >= 0).astype("Int64"),
            direction=[
                direction(before, after, places)
                for before, after in zip(
                    frame["from"].tolist(), frame["to"].tolist(), strict=True
                )
            ],
            create_uid=self.env.uid,
            create_date=now,
            write_uid=self.env.uid,
            write_date=now,
            **constants,
        )
        # a contact deleted since the figures were read has no line
        known = self.env.execute_query(
            SQL(
                "SELECT id FROM res_partner WHERE id = ANY(%s)",
                lines["partner_id"].tolist(),
            )
        )
        lines = lines[lines["partner_id"].isin([id_ for (id_,) in known])]
        buffer = io.StringIO()
        lines.to_csv(buffer, index=False, header=False)
        buffer.seek(0)
        statement = SQL(
            "COPY %s (%s) FROM STDIN WITH (FORMAT csv)",
            SQL.identifier(self._table),
            SQL(", ").join(map(SQL.identifier, lines.columns)),
        )
        self.env.cr.copy_expert(statement.code, buffer)
        self.invalidate_model()
