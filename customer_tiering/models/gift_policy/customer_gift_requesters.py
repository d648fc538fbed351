from odoo import SUPERUSER_ID, api, fields, models

from ...gifting import approval


class CustomerGift(models.Model):
    """Who asked for a gift, in the mode of its company, and how they did it."""

    _inherit = "customer.gift"

    requested_by = fields.Text(
        compute="_compute_requested_by",
        help="Whoever asked for a gift cannot approve it.",
    )

    def _asking(self, approved=False):
        """``{gift: {user: request}}``: who may not approve it, and what they did last.

        ``approved``: who may not have approved it. A salesperson who did nothing else
        has no request. Two queries, however many gifts; the superuser never asks.
        """
        result = {}
        for gift, kept in self._requests().items():
            strict = gift.sudo().company_id._customer_gift_mode() == "strict"
            # a user who was deleted approves nothing
            requests = {one: one._as_request() for one in kept if one.user_id}
            salesperson = gift.sudo().user_id.id
            users = approval.requesters(
                requests.values(), salesperson, strict=strict, approved=approved
            )
            last = {
                one.user_id.id: one
                for one, request in requests.items()
                if approval.counts(request, strict=strict, approved=approved)
            }
            result[gift] = {
                self.env["res.users"].browse(user): last.get(user, kept.browse())
                for user in sorted(users - {SUPERUSER_ID})
            }
        return result

    def _own_request(self, user, request):
        """Clause: how ``user`` asked for this gift, by ``request`` if there is one."""
        if self.sudo().user_id == user:
            return self.env._("you are its salesperson")
        values = request._told()
        match request.kind, bool(request.plan_id):
            case approval.CREATED, False:
                return self.env._("you entered it on %(date)s", **values)
            case approval.SALESPERSON, False:
                return self.env._("you were its salesperson until %(date)s", **values)
            case approval.CHANGED | approval.LOWERED, False:
                return self.env._("you changed %(fields)s on %(date)s", **values)
            case approval.CHANGED, True:
                return self.env._(
                    "you changed %(fields)s of its plan on %(date)s", **values
                )
            case approval.SALESPERSON, True:
                return self.env._(
                    "you became responsible for its plan on %(date)s", **values
                )
        return self.env._("you made its plan on %(date)s", **values)

    @api.depends("user_id", "company_id", "plan_id", "request_ids", "state")
    @api.depends_context("lang", "tz")
    def _compute_requested_by(self):
        for gift, asking in self._asking().items():
            salesperson = gift.sudo().user_id
            gift.requested_by = "\n".join(
                self.env._(
                    "%(user)s: %(what)s",
                    user=user.sudo().name,
                    what=self.env._("salesperson")
                    if user == salesperson
                    else request._in_words(),
                )
                for user, request in asking.items()
            )
