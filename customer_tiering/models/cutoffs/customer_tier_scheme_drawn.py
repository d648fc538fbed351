from odoo import models
from odoo.exceptions import UserError, ValidationError

from ...classification import metrics
from ...classification.settings import Settings
from ...tools.groups import MANAGER_GROUP

# the settings that decide in which order customers stand
ORDER = ("value", "group", "criteria", "unit")


class CustomerTierScheme(models.Model):
    """Whether the cut-offs of a scheme can be drawn, and what to do if not."""

    _inherit = "customer.tier.scheme"

    def _cutoffs_problem(self):
        """Why there is no picture, and what to do instead; False if there is one."""
        self.ensure_one()
        if not self.env.user.has_group(MANAGER_GROUP):
            return self.env._(
                "Only managers of Customer Tiers see what a cut-off would change. Ask "
                "your administrator for that role."
            )
        last = (self.sudo().draft_of_id or self.sudo()).last_evaluation_id
        if not last.settings:
            return self.env._(
                "There is no picture before the first evaluation. Set the cut-offs in "
                "the list, and press “Preview”."
            )
        if self.group_by:
            return self.env._(
                "Customers are ranked in groups here (%(groups)s), which one picture "
                "cannot show. Set the cut-offs in the list, and press “Preview”.",
                groups=dict(self._fields["group_by"]._description_selection(self.env))[
                    self.group_by
                ],
            )
        return (
            self._order_problem(last)
            or self._right_problem()
            or self._several_problem()
            or self._other_figure_problem()
        )

    def _order_problem(self, last):
        """Settings that another reading of the documents would have to answer."""
        scheme = self.sudo()
        try:
            now = scheme._settings(last.as_of)
        except (UserError, ValidationError) as error:
            return str(error)
        then = Settings.from_plain(last.settings, last.as_of)
        # evaluations from before these settings were kept have none
        read = last.reading_settings or last.scheme_id._reading_settings()
        same = (
            all(getattr(now, name) == getattr(then, name) for name in ORDER)
            and scheme._window(last.as_of).first == last.date_from
            and all(
                (read.get(name) or False) == (value or False)
                for name, value in scheme._reading_settings().items()
            )
        )
        return not same and self.env._(
            "The last evaluation read or ranked customers with other settings, so "
            "there is no picture of these. Set the cut-offs in the list, and press "
            "“Preview”."
        )

    def _right_problem(self):
        """A figure that the user may not read is not drawn either."""
        needed = [self._value_column()]
        if self.rank_by == "score":
            needed = self.criterion_ids.metric_id.mapped("code")
        hidden = self.env["customer.tier.standing"]._hidden_columns()
        if hidden.isdisjoint(metrics.collected(needed)):
            return False
        return self.env._(
            "Customers are ranked by a figure that you may not read. Ask your "
            "administrator for the right to it."
        )

    def _several_problem(self):
        rules = self.rule_ids.filtered(lambda rule: not rule.is_remainder)
        for tier in rules.tier_id:
            if len(rules.filtered(lambda rule, tier=tier: rule.tier_id == tier)) > 1:
                return self.env._(
                    "“%(tier)s” has several cut-offs, of which one is enough. One line "
                    "cannot show that. Set them in the list, and press “Preview”.",
                    tier=tier.name,
                )
        return False

    def _other_figure_problem(self):
        rules = self.rule_ids.filtered(lambda rule: not rule.is_remainder)
        for rule in rules:
            if not rule._compares_only(self._value_column()):
                return self.env._(
                    "The cut-off of “%(tier)s” does not compare the figure that ranks "
                    "customers, so it cannot be drawn. Set it in the list, and press "
                    "“Preview”.",
                    tier=rule.tier_id.name,
                )
        return False
