from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools.groups import MANAGER_GROUP

# fields of the scheme itself, which do not affect how it classifies
OWN = {
    "name",
    "sequence",
    "active",
    "in_force",
    "company_id",
    "next_date",
    "schedule_day",
}


class CustomerTierScheme(models.Model):
    """Changes are tried on a draft, which has no effect until it is applied."""

    _inherit = "customer.tier.scheme"

    draft_of_id = fields.Many2one(
        "customer.tier.scheme",
        string="Draft of",
        ondelete="cascade",
        copy=False,
        readonly=True,
        index="btree_not_null",
    )

    _one_draft = models.Constraint(
        "UNIQUE(draft_of_id)", "This scheme already has a draft. Open that draft."
    )

    @api.constrains("draft_of_id", "active", "in_force")
    def _check_draft(self):
        for scheme in self:
            if scheme.draft_of_id and (scheme.active or scheme.in_force):
                raise ValidationError(
                    self.env._(
                        "A draft of “%(scheme)s” cannot be put in force directly. "
                        "Apply or discard the draft.",
                        scheme=scheme.draft_of_id.name,
                    )
                )

    def _the_draft(self):
        """The draft of the scheme; it is created if there is none."""
        self.ensure_one()
        draft = self.with_context(active_test=False).search(
            [("draft_of_id", "=", self.id)]
        )
        return draft or self.copy(
            {"name": self.name, "active": False, "draft_of_id": self.id}
        )

    def _open_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def action_preview(self):
        """Show what an evaluation with these settings would change today."""
        self.ensure_one()
        self.check_access("read")
        return self.env["customer.tier.preview"]._open_for(self)

    def action_preview_changes(self):
        """Open the draft of this scheme to try out changes."""
        self.ensure_one()
        self.check_access("write")
        if self.draft_of_id:
            return self._open_form()
        return self._the_draft()._open_form()

    def action_discard_draft(self):
        """Delete this draft and go back to the scheme."""
        self.ensure_one()
        original = self.draft_of_id
        if not original:
            raise UserError(self.env._("Only a draft can be discarded."))
        self.unlink()
        return original._open_form()

    def action_apply_draft(self):
        """Copy the settings of this draft to its scheme, and classify."""
        self.ensure_one()
        if not self.draft_of_id:
            raise UserError(self.env._("Only a draft can be applied."))
        return self._apply()

    def _apply(self):
        """Put a draft or a new scheme in force, and queue an evaluation."""
        self.ensure_one()
        if not self.env.user.has_group(MANAGER_GROUP):
            raise AccessError(
                self.env._(
                    "Only a manager of Customer Tiers may apply a scheme. Ask your "
                    "administrator for that role."
                )
            )
        scheme = self.draft_of_id or self
        scheme.check_access("write")
        if self.draft_of_id:
            self._write_back()
            self.unlink()
        return (
            scheme.action_classify_now() if scheme.in_force else scheme.action_apply()
        )

    def _write_back(self):
        """Write the differences to the scheme, with tracking of fields and lines."""
        self.ensure_one()
        scheme = self.draft_of_id
        before = scheme._ladder_text()
        theirs, ours = (one._way_of_classifying() for one in (scheme, self))
        changed = {}
        for name, value in ours.items():
            if value == theirs.get(name):
                continue
            lines = self._fields[name].type == "one2many"
            changed[name] = [Command.clear(), *value] if lines else value
        if self.name != scheme.name:
            changed["name"] = self.name
        # a cap can only use tiers that have a cut-off
        rules = changed.pop("rule_ids", None)
        if rules:
            changed = {"rule_ids": rules, **changed}
        scheme.write(changed)
        scheme.message_post(
            body=self.env._(
                "A draft was applied. Cut-offs before: %(before)s. Cut-offs now: "
                "%(now)s.",
                before=before,
                now=scheme._ladder_text(),
            )
        )

    def _way_of_classifying(self):
        """The values that a copy takes over, without fields of the scheme itself."""
        values = self.copy_data({"name": self.name})[0]
        return {
            name: value
            for name, value in _without_parents(self, values).items()
            if name not in OWN
        }

    def _ladder_text(self):
        """The cut-offs in one line, for the log."""
        rules = self.rule_ids._ladder_order()
        return ", ".join(
            rule.tier_id.name
            if rule.is_remainder
            else f"{rule.tier_id.name} {rule._in_short()}"
            for rule in rules
        )


def _without_parents(records, values):
    """``values`` of `copy_data`, without the parent record in their lines."""
    result = {}
    for name, value in values.items():
        field = records._fields[name]
        if field.type == "one2many":
            lines = records.env[field.comodel_name]
            value = [
                Command.create(_without_parents(lines, line))
                for _command, _id, line in value
            ]
            for _command, _id, line in value:
                line.pop(field.inverse_name, None)
        result[name] = value
    return result
