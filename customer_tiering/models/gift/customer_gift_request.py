from odoo import SUPERUSER_ID, api, fields, models

from ...gifting import approval


def labels_of(records, names):
    """Labels of the fields ``names`` of ``records``, as the user reads them."""
    labels = [
        records._fields[name]._description_string(records.env)
        for name in names
        if name in records._fields
    ]
    return ", ".join(sorted(labels))


class CustomerGiftRequest(models.Model):
    """That somebody asked for a gift: one row each time, and none ever changes."""

    _name = "customer.gift.request"
    _description = "Gift Request"
    _inherit = "customer.tier.kept"
    _order = "id"
    _rec_name = "user_id"

    gift_id = fields.Many2one(
        "customer.gift", ondelete="cascade", index="btree_not_null", readonly=True
    )
    # Deleting a user clears it, as it clears who created a gift; the row remains
    user_id = fields.Many2one("res.users", ondelete="set null", readonly=True)
    kind = fields.Selection(
        [
            (approval.CREATED, "Entered it"),
            (approval.SALESPERSON, "Salesperson"),
            (approval.CHANGED, "Changed it"),
            (approval.LOWERED, "Recorded a lower cost"),
            (approval.PLANNED, "Planned it"),
        ],
        required=True,
        readonly=True,
    )
    # names of the fields, separated by commas
    changed = fields.Char(string="Changed Fields", readonly=True)
    date = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )

    def _why_kept(self):
        return self.env._(
            "Who asked for a gift stays on record. It can be neither changed nor "
            "deleted."
        )

    @api.model
    def _keep(self, vals_list):
        """Add rows; the superuser asks for nothing, so theirs are left out."""
        self.sudo().create(
            [vals for vals in vals_list if vals["user_id"] not in (False, SUPERUSER_ID)]
        )


class CustomerGift(models.Model):
    """Who asked for a gift, so that somebody else approves it."""

    _inherit = "customer.gift"

    request_ids = fields.One2many("customer.gift.request", "gift_id", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        gifts = super().create(vals_list)
        self.env["customer.gift.request"]._keep(
            [gift._asked(approval.CREATED, self.env.user) for gift in gifts]
        )
        return gifts

    def _asked(self, kind, user, changed=()):
        """Values of a request for this gift; ``changed``: names of fields."""
        return {
            "gift_id": self.id,
            "user_id": user.id,
            "kind": kind,
            "changed": ",".join(sorted(changed)) or False,
        }

    def _requests(self):
        """``{gift: requests}``, with one query; plans add those of the plan."""
        requests = self.env["customer.gift.request"].sudo()
        found = requests.search([("gift_id", "in", self.ids)]).grouped("gift_id")
        return {gift: found.get(gift.sudo()._origin, requests) for gift in self}

    def _take_requests_from(self, other):
        """Record for this gift all that is on record for ``other``, which it replaces.

        A correction calls it, so that whoever asked for the original is not forgotten.
        """
        self.ensure_one()
        rows = [
            request.copy_data({"gift_id": self.id})[0]
            for request in other.sudo().request_ids
        ]
        if other.user_id != self.user_id:
            rows.append(self._asked(approval.SALESPERSON, other.sudo().user_id))
        self.env["customer.gift.request"]._keep(rows)
