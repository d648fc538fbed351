from odoo import models
from odoo.tools import format_date

from ...classification import cuts
from ...classification.score import SCORE


class CustomerTierStanding(models.Model):
    """What is missing to the next tier, or what that asks for, and what may be lost."""

    _inherit = "customer.tier.standing"

    def _next_evaluation(self):
        day = self.scheme_id.next_date
        if not day:
            return self.env._("at the next evaluation")
        return self.env._(
            "at the evaluation of %(day)s", day=format_date(self.env, day)
        )

    def _place(self):
        """Place on the frozen ladder, best first; None off the ladder."""
        ladder = self._frozen().get("ladder", [])
        return ladder.index(self.tier_id.id) if self.tier_id.id in ladder else None

    def _tell_gap(self):
        """What is missing to the tier above, or what that one asks for."""
        place = self._place()
        if not place:
            return ""
        above = self.env["customer.tier"].browse(self._frozen()["ladder"][place - 1])
        gap = self._stored(["gap_up"])["gap_up"]
        if gap is None:
            demands = self._demands(above)
            if not demands:
                return ""
            return self.env._(
                "%(tier)s requires: %(demands)s.",
                tier=above.name,
                demands=self.env._("; or ").join(demands),
            )
        if gap <= 0:
            return self.env._("The figures are enough for %(tier)s.", tier=above.name)
        return self.env._(
            "With %(gap)s more in “%(metric)s”, the customer reaches %(tier)s "
            "%(evaluation)s if the other customers stay unchanged.",
            gap=self._format_value(gap),
            metric=self._ranking_name(),
            tier=above.name,
            evaluation=self._next_evaluation(),
        )

    def _demands(self, tier):
        """What the cut-offs of ``tier`` ask for and the customer has, in words."""
        result = []
        for cut in self._frozen().get("cuts", []):
            if cut["tier"] != tier.id:
                continue
            if cut["method"] == cuts.THRESHOLD:
                result.append(self._demand(cut))
            elif cut["method"] == SCORE:
                result.append(
                    self.env._(
                        "%(asked)s points (now %(score)s)",
                        asked=self._format(cut["threshold"], "points"),
                        score=self._format(self.score, "points"),
                    )
                )
        return result

    def _tell_margin(self):
        place = self._place()
        if place is None or place == len(self._frozen()["ladder"]) - 1:
            return ""
        margin = self._stored(["margin_to_keep"])["margin_to_keep"]
        if margin is None:
            return ""
        if margin < 0:
            return self.env._(
                "The customer is %(missing)s short of what %(tier)s requires.",
                missing=self._format_value(-margin),
                tier=self.tier_id.name,
            )
        return self.env._(
            "The customer can lose %(margin)s and still reach %(tier)s.",
            margin=self._format_value(margin),
            tier=self.tier_id.name,
        )
