from collections import Counter

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...models.gift_register.customer_gift_seal_check import (
    CHANGED,
    INSERTED,
    MISSING,
)
from ...tools.groups import ACCOUNTANT_GROUP, COMPLIANCE_GROUP

SHOWN = 20


class CustomerGiftRegisterVerify(models.TransientModel):
    """Compares the register with its seals, and says in words what does not fit."""

    _name = "customer.gift.register.verify"
    _description = "Verify the Gift Register"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    known_hash = fields.Char(
        string="Hash Noted Earlier",
        help="The last hash of an earlier verification, from your own notes. If it is "
        "still in the register, nobody has replaced all entries up to it.",
    )
    verified = fields.Boolean(readonly=True)
    problem_count = fields.Integer(readonly=True)
    entry_count = fields.Integer(string="Entries Verified", readonly=True)
    last_hash = fields.Char(readonly=True)
    result = fields.Html(readonly=True)

    def action_verify(self):
        """Verify the register of the company and show the result in this window."""
        self.ensure_one()
        self._check_may_verify()
        seals = self.env["customer.gift.seal"].sudo()
        count, _position, last, problems = seals._verify(self.company_id.sudo())
        known = (self.known_hash or "").strip()
        lost = bool(known) and not seals.search_count(
            [("company_id", "=", self.company_id.id), ("hash", "=", known)]
        )
        self.write(
            {
                "verified": True,
                "entry_count": count,
                "last_hash": last,
                "problem_count": len(problems) + lost,
                "result": self._told(count, problems, lost),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Verify the Register"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _check_may_verify(self):
        user = self.env.user
        groups = (ACCOUNTANT_GROUP, COMPLIANCE_GROUP)
        if not any(map(user.has_group, groups)):
            raise AccessError(
                self.env._(
                    "Only accountants and compliance officers can verify the register. "
                    "Ask one of them."
                )
            )
        self.company_id.check_access("read")
        if self.company_id not in user.company_ids:
            raise AccessError(
                self.env._("You can only verify the register of your own companies.")
            )

    @api.model
    def _told(self, count, problems, lost):
        if not problems and not lost:
            if not count:
                return Markup("<p>%s</p>") % self.env._("The register has no entries.")
            return Markup("<p>%s</p>") % self.env._(
                "All %(count)s entries are as they were entered.", count=count
            )
        parts = []
        if lost:
            parts.append(
                Markup("<p>%s</p>")
                % self.env._(
                    "The hash that you noted is not in the register: entries up to it "
                    "were replaced or removed."
                )
            )
        if problems:
            wrong = Counter(problem.kind for problem in problems)
            parts.append(
                Markup("<p>%s</p>")
                % self.env._(
                    "Changed: %(changed)s. Missing: %(missing)s. Inserted: "
                    "%(inserted)s. The first ones in the order of entry:",
                    changed=wrong[CHANGED],
                    missing=wrong[MISSING],
                    inserted=wrong[INSERTED],
                )
            )
            lines = (
                Markup("<li>%s</li>") % self._line(problem)
                for problem in problems[:SHOWN]
            )
            parts.append(Markup("<ul>%s</ul>") % Markup("").join(lines))
        return Markup("").join(parts)

    @api.model
    def _line(self, problem):
        values = {
            "number": problem.number or self.env._("an entry without a number"),
            "place": problem.position,
        }
        if problem.kind == CHANGED:
            return self.env._(
                "%(number)s (place %(place)s) was changed after it was entered.",
                **values,
            )
        if problem.kind == INSERTED:
            return self.env._(
                "%(number)s was not entered through the register.", **values
            )
        if problem.number:
            return self.env._("%(number)s (place %(place)s) was deleted.", **values)
        return self.env._("Entries from place %(place)s on were removed.", **values)
