from odoo import api, models
from odoo.tools import formatLang

# set while a scheme is created with its lines: the first version is not a change
FIRST_VERSION = "customer_tier_first_version"
NUMBERS = ("float", "monetary", "integer")


class CustomerTierLine(models.AbstractModel):
    """A line of a scheme whose changes are logged in the chatter of the scheme.

    There is one readable note per change, such as “Cut-off Top: 1 → 2”. The inheriting
    model defines the logged fields; the first one is logged without its name.
    """

    _name = "customer.tier.line"
    _description = "Line of a Tier Scheme"

    # names of the fields whose changes are logged; the first one is the main one
    _told = ()
    # name of the field that identifies a line
    _told_by = None

    def _told_scheme(self):
        """The scheme in whose chatter changes of this line are logged."""
        return self.scheme_id

    def _told_kind(self):
        """The translated name of this kind of line."""
        raise NotImplementedError

    def _told_name(self):
        """The name of this line in a note, such as “Cut-off Top”."""
        self.ensure_one()
        return f"{self._told_kind()} {self[self._told_by].display_name or ''}".strip()

    def _told_values(self):
        """Field name -> text that users read."""
        self.ensure_one()
        return {name: self._told_text(self._fields[name]) for name in self._told}

    def _told_text(self, field):
        value = self[field.name]
        if field.relational:
            return ", ".join(value.mapped("display_name")) or "–"
        if field.type == "selection":
            labels = dict(field._description_selection(self.env))
            return labels.get(value) or "–"
        if field.type == "boolean":
            return self.env._("yes") if value else self.env._("no")
        if field.type in NUMBERS:
            return formatLang(self.env, value, digits=4).rstrip("0").rstrip(".,") or "0"
        return str(value or "–")

    @property
    def _telling(self):
        context = self.env.context
        return not context.get("tracking_disable") and not context.get(FIRST_VERSION)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if lines._telling:
            for line in lines:
                line._tell(
                    self.env._(
                        "%(line)s: added, %(value)s",
                        line=line._told_name(),
                        value=line._told_values()[line._told[0]],
                    )
                )
        return lines

    def write(self, vals):
        if not self._telling:
            return super().write(vals)
        before = {line: (line._told_name(), line._told_values()) for line in self}
        result = super().write(vals)
        for line, (name, values) in before.items():
            changed = [
                line._told_change(field, values[field], now)
                for field, now in line._told_values().items()
                if now != values[field]
            ]
            if line._told_name() != name:
                changed.insert(0, f"{name} → {line._told_name()}")
            if changed:
                note = "; ".join(changed)
                line._tell(f"{name}: {note}" if line._told_name() == name else note)
        return result

    def _told_change(self, name, before, now):
        if name == self._told[0]:
            return f"{before} → {now}"
        field = self._fields[name]
        label = field._description_string(self.env)
        if field.type in NUMBERS:
            return f"{label} {before} → {now}"
        return f"{label} “{before}” → “{now}”"

    def unlink(self):
        if self._telling:
            for line in self:
                line._tell(self.env._("%(line)s: removed", line=line._told_name()))
        return super().unlink()

    def _tell(self, note):
        self._told_scheme()._message_log(body=note)
