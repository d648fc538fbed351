import base64

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...classification import decide, settle
from ...classification.frame import CUSTOMER
from ...classification.moves import DOWN, ENTERED, LEFT, NOWHERE, UP, moves, tally
from .customer_tier_preview_frame import pack, unpack

# number of biggest winners and losers that are shown at first
FIRST = 10


class CustomerTierPreview(models.TransientModel):
    """Shows what a scheme would change, before it takes effect.

    It takes the same steps as an evaluation up to the settled frame, and publishes
    nothing.
    """

    _inherit = "customer.tier.preview"

    matrix = fields.Json(readonly=True)
    tier_ids = fields.One2many(
        "customer.tier.preview.tier", "preview_id", string="Distribution", readonly=True
    )
    line_ids = fields.One2many(
        "customer.tier.preview.line", "preview_id", readonly=True
    )
    winner_ids = fields.Many2many(
        "customer.tier.preview.line", compute="_compute_first", string="Winners"
    )
    loser_ids = fields.Many2many(
        "customer.tier.preview.line", compute="_compute_first", string="Losers"
    )
    customer_count = fields.Integer(string="Customers", readonly=True)
    moved_count = fields.Integer(string="Customers Who Move", readonly=True)
    up_count = fields.Integer(string="Up", readonly=True)
    down_count = fields.Integer(string="Down", readonly=True)
    entered_count = fields.Integer(string="Enter", readonly=True)
    left_count = fields.Integer(string="Leave", readonly=True)
    moved = fields.Binary(attachment=True, readonly=True)
    is_listed = fields.Boolean(readonly=True)
    can_apply = fields.Boolean(compute="_compute_can_apply")

    @api.depends("scheme_id")
    def _compute_display_name(self):
        for record in self:
            record.display_name = self.env._("Preview of %s", record.scheme_id.name)

    @api.depends("matrix")
    def _compute_first(self):
        for preview in self:
            # not through line_ids, which can contain all customers
            first = self.env["customer.tier.preview.line"].search(
                [("preview_id", "=", preview._origin.id), ("is_first", "=", True)]
            )
            preview.winner_ids = first.filtered(lambda line: line.steps > 0).sorted(
                lambda line: (-line.steps, -line.net_revenue, line.partner_id.id)
            )
            preview.loser_ids = first.filtered(lambda line: line.steps < 0).sorted(
                lambda line: (line.steps, -line.net_revenue, line.partner_id.id)
            )

    @api.depends("scheme_id.in_force", "scheme_id.draft_of_id")
    def _compute_can_apply(self):
        for preview in self:
            scheme = preview.scheme_id
            pending = scheme.draft_of_id or (scheme.active and not scheme.in_force)
            preview.can_apply = bool(pending) and scheme.has_access("write")

    # ------------------------------------------------------------ computing

    def _refresh(self):
        """Decide with the current settings and compare with the tiers in force."""
        self.ensure_one()
        self.scheme_id.check_access("read")
        frames = self._frames()
        settings = self.scheme_id.sudo()._settings(self.as_of)
        prior = frames["prior"]
        held = None
        if any(cut.keep is not None for cut in settings.cuts):
            held = prior.assign(tier=prior["earned"])[[CUSTOMER, "tier"]]
        decided = decide(frames["customers"], settings, held)
        settled = settle(decided, prior, frames["manual"], settings)
        places = self._places_of(settings, frames["before"])
        everybody = moves(settled, frames["before"], settings.value, places)
        counts = {
            (before, after): (customers, round(value, 2))
            for before, after, customers, value in tally(everybody).itertuples(
                index=False, name=None
            )
        }
        self._show(counts, places)
        self._show_besides(everybody, frames["customers"])
        self._keep_moved(everybody[everybody["from"] != everybody["to"]], places)

    @api.model
    def _places_of(self, settings, before):
        """Place of each tier involved, so that two ladders are not mixed."""
        tiers = {*settings.ladder, *dict(settings.lifecycle).values()}
        tiers |= set(before["tier"].unique().tolist())
        ordered = (tier for tier in self._places() if tier in tiers)
        return {tier: place for place, tier in enumerate(ordered)}

    def _show(self, counts, places):
        matrix = self._draw(
            counts,
            self.currency_id,
            (self.env._("In force"), self.env._("In this preview")),
            nowhere=(self.env._("New"), self.env._("Leaves")),
        )
        sums = dict.fromkeys((UP, DOWN, ENTERED, LEFT), 0)
        for cell in matrix["cells"]:
            if cell["open"]:
                sums[cell["kind"]] += cell["count"]
        self.tier_ids.unlink()
        self.write(
            {
                "matrix": matrix,
                "tier_ids": self._distribution(counts, places),
                "customer_count": sum(
                    count for (_, to), (count, _value) in counts.items() if to >= 0
                ),
                "moved_count": sum(sums.values()),
                "up_count": sums[UP],
                "down_count": sums[DOWN],
                "entered_count": sums[ENTERED],
                "left_count": sums[LEFT],
            }
        )

    def _show_besides(self, everybody, customers):
        """Hook for other effects of the moves; called after the tiers are filled in.

        ``everybody`` is the frame of moves (customer, ``from``, ``to``, value), and
        ``customers`` the customer frame that was read.
        """

    @api.model
    def _distribution(self, counts, places):
        """Commands for one line per tier that has customers before or after."""
        sums = {}
        for tiers, (count, value) in counts.items():
            for side, tier in enumerate(tiers):
                if tier != NOWHERE:
                    line = sums.setdefault(tier, [[0, 0.0], [0, 0.0]])
                    line[side][0] += count
                    line[side][1] += value
        return [
            Command.create(
                {
                    "tier_id": tier,
                    "count_before": before[0],
                    "revenue_before": before[1],
                    "count_after": after[0],
                    "revenue_after": after[1],
                }
            )
            for tier, (before, after) in sorted(
                sums.items(), key=lambda item: places[item[0]]
            )
        ]

    def _keep_moved(self, moved, places):
        """Store the moves, with lines only for the biggest winners and losers at first.

        A first preview moves all customers, and users rarely open the full list.
        """
        self.write(
            {"moved": base64.b64encode(pack({"moved": moved})), "is_listed": False}
        )
        self.env["customer.tier.preview.line"]._clear(self)
        order = ["size", "net_revenue", CUSTOMER]
        for chosen in (moved[moved["steps"] > 0], moved[moved["steps"] < 0]):
            ordered = chosen.assign(size=chosen["steps"].abs()).sort_values(
                order, ascending=[False, False, True]
            )
            self._write_lines(ordered.head(FIRST), places, True)

    def _write_lines(self, moved, places, is_first):
        self.env["customer.tier.preview.line"]._insert(
            moved,
            places,
            preview_id=self.id,
            company_id=self.company_id.id,
            is_first=is_first,
        )
        self.invalidate_recordset(["line_ids", "winner_ids", "loser_ids"])

    def _list_all(self):
        """Create a line for every customer who moves, unless it already exists."""
        self.ensure_one()
        if self.is_listed:
            return
        moved = unpack(self._stored("moved"))["moved"]
        rest = ~moved[CUSTOMER].isin(self.line_ids.partner_id.ids)
        self._write_lines(moved[rest], self._places(), False)
        self.is_listed = True

    # ------------------------------------------------------------ actions

    @api.model
    def _open_for(self, scheme, as_of=None):
        """Show the preview of ``scheme``; figures that were already read are reused."""
        preview = self.search(
            [("scheme_id", "=", scheme.id), ("create_uid", "=", self.env.uid)],
            order="id desc",
            limit=1,
        ) or self.create({"scheme_id": scheme.id, "as_of": as_of or scheme._today()})
        if as_of:
            preview.as_of = as_of
        preview._refresh()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preview of %s", scheme.name),
            "res_model": self._name,
            "res_id": preview.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def action_refresh(self):
        """Compute again, with the settings of the scheme and the chosen day."""
        self.ensure_one()
        self._refresh()

    def action_read_again(self):
        """Read the figures again, because documents may have been posted since."""
        self.ensure_one()
        self.read_for = False
        self._refresh()

    def action_edit_scheme(self):
        """Go to the settings of this preview."""
        self.ensure_one()
        return self.scheme_id._open_form()

    def action_apply(self):
        """Put the previewed settings in force, and classify."""
        self.ensure_one()
        if not self.can_apply:
            raise UserError(
                self.env._(
                    "There is nothing to apply: “%(scheme)s” is already in force, or "
                    "you may not change it. An administrator can press “Try "
                    "Changes” on the scheme to try other settings.",
                    scheme=self.scheme_id.name,
                )
            )
        return self.scheme_id._apply()

    def action_open_moved(self):
        """List all customers who move."""
        return self._open_lines([], self.env._("Customers Who Move"))

    def action_open_cell(self, row, column):
        """List the customers of one cell: tier ids, -1 for none."""
        tiers = [int(key) if int(key) != NOWHERE else False for key in (row, column)]
        names = [
            self.env["customer.tier"].browse(tier or []).name or "–" for tier in tiers
        ]
        return self._open_lines(
            [("from_tier_id", "=", tiers[0]), ("to_tier_id", "=", tiers[1])],
            " → ".join(names),
        )

    def _open_lines(self, domain, name):
        self.ensure_one()
        self.check_access("read")
        self._list_all()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "customer.tier.preview.line",
            "views": [(False, "list")],
            "domain": [("preview_id", "=", self.id), *domain],
            "target": "current",
        }
