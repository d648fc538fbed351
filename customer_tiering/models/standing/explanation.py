"""Why a customer has their tier, put together for the reader."""

from functools import cached_property

from odoo.tools import format_date

from ...tools.figure_fields import unknown
from .documents import Documents
from .figures import Figures
from .reasons import REASONS

# told in one figure: when the customer bought last, and how often they usually do
USUAL = "median_interval"
RHYTHM = {"days_since_last_purchase", USUAL, "intervals_passed"}


class Explanation:
    """Tells why one customer has their tier, in the reader's language (rule K19).

    Everything comes from stored figures and from the settings that the last evaluation
    froze, never from today's settings. ``why()`` is one sentence from `reasons`, chosen
    by the standing's reason; ``sentences()`` are those of ``standing._tellers()``.

    Sentences are functions that take the explanation and return a text, or "" if there
    is nothing to say. What they need is in ``standing``, ``env`` and ``figures``.
    """

    def __init__(self, standing):
        standing.ensure_one()
        self.standing = standing
        self.env = standing.env
        self.figures = Figures(standing)
        self.documents = Documents(standing)

    def details(self):
        """What the web client shows: plain JSON values, every figure as text."""
        return {
            "standing": self.standing.id,
            "tiers": self.tiers(),
            "why": self.why(),
            "sentences": self.sentences(),
            "as_of": self.as_of(),
            "criteria": self.criteria(),
            "score": self.figures.format(self.standing.score, "points"),
            "figures": self.shown_figures(),
            "next": self.standing._next_steps(),
        }

    def tiers(self):
        """The tier in force, then those in other schemes that are shown beside it.

        ``{"tier", "color", "scheme"}``; the first one has no scheme.
        """
        standing = self.standing
        company = standing.company_id
        own = {"tier": standing.tier_id.name, "color": standing.tier_id.color}
        schemes = standing.scheme_id.sudo()
        schemes = schemes.browse(schemes._shown_ids(company.id))
        others = self.env["customer.tier.standing"].search(
            [
                ("scheme_id", "in", schemes.filtered("shown_besides").ids),
                ("partner_id", "=", standing.partner_id.id),
                ("scheme_id", "!=", standing.scheme_id.id),
            ]
        )
        return [own | {"scheme": ""}] + [
            {
                "tier": other.tier_id.name,
                "color": other.tier_id.color,
                "scheme": other.scheme_id.name,
            }
            for other in others
            # such as Prospect, which is the same in every scheme
            if other.tier_id != standing.tier_id
        ]

    def why(self):
        """Why the figures give this tier; "" without a reason.

        A method ``_explain_<reason>`` of the standing comes first: that is how another
        addon explains its cut-off method. Without one, the label of the reason tells.
        """
        reason = self.standing.reason
        method = getattr(self.standing, f"_explain_{reason}", None)
        if method:
            return method()
        if reason in REASONS:
            return REASONS[reason](self)
        field = self.standing._fields["reason"]
        label = dict(field._description_selection(self.env)).get(reason)
        if not label:
            return ""
        return self.env._(
            "%(reason)s: %(tier)s.", reason=label, tier=self.computed_tier.name
        )

    def sentences(self):
        told = [tell(self) for tell in self.standing._tellers()]
        return [sentence for sentence in told if sentence]

    def as_of(self):
        """The day and the period of the figures, "" if no evaluation made them."""
        standing, env = self.standing, self.env
        if not standing.as_of:
            return ""
        return env._(
            "Figures as of %(day)s, for the period from %(first)s to %(day)s.",
            day=format_date(env, standing.as_of),
            first=format_date(env, standing.period_from),
        )

    def criteria(self):
        """Per criterion: figure, points, weight, and what it adds to the score.

        Without those whose figure the user may not read.
        """
        criteria = self.figures.settings.get("criteria") or []
        points = self.standing.points or []
        if not self.standing.rank or len(points) != len(criteria):
            return []
        pairs = list(zip(criteria, points, strict=True))
        stored = self.figures.stored([criterion["metric"] for criterion in criteria])
        counted = sum(c["weight"] for c, gained in pairs if gained is not None)
        rows = []
        for criterion, gained in pairs:
            if not self.figures.readable(criterion["metric"]):
                continue
            share = criterion["weight"] / counted if gained is not None else None
            part = None if share is None else round(share * gained, 2)
            metric = self.figures.metric(criterion["metric"])
            rows.append(
                self._row(metric, stored[criterion["metric"]])
                | {
                    "points": self.figures.format(gained, "points"),
                    "weight": self.figures.format(share, "share"),
                    "contribution": self.figures.format(part, "points"),
                }
            )
        return rows

    def shown_figures(self):
        """Per metric that the scheme decides by or collects: figure and definition.

        The rhythm of purchases is one figure. Of customers without a rank only what is
        known is shown, with their leads and quotations, and no row of zeros.
        """
        metrics = self.figures.shown()
        stored = self.figures.stored(metrics.mapped("code"))
        rows = [
            self._row(metric, stored[metric.code]) | {"definition": metric.definition}
            for metric in metrics
            if metric.code not in RHYTHM
            and (self.standing.rank or not _nothing(stored[metric.code]))
        ]
        if not self.standing.rank:
            rows += self.standing._known_rows()
        return [*self._rhythm_row(), *rows]

    def _rhythm_row(self):
        told = self.standing.rhythm
        if not told:
            return []
        metric = self.figures.metric(USUAL)
        return [
            {
                "code": USUAL,
                "label": self.env._("Last Purchase"),
                "value": told,
                "documents": self.documents.readable(metric),
                "definition": metric.definition,
            }
        ]

    def _row(self, metric, value):
        return {
            "code": metric.code,
            "label": metric.name,
            "value": self.figures.format(value, metric.unit),
            "documents": self.documents.readable(metric),
        }

    # ------------------------------------------------- what several sentences ask for

    @property
    def computed_tier(self):
        """The tier that the reason is about."""
        return self.standing.computed_tier_id or self.standing.tier_id

    @cached_property
    def no_need_mark(self):
        """The latest *no need* mark that applies in the scheme's company."""
        company = self.standing.company_id
        marks = self.standing.partner_id.customer_tier_no_need_ids
        return marks.filtered(lambda m: not m.company_id or m.company_id == company)[:1]

    def next_evaluation(self):
        """When the next evaluation is, as the end of a sentence."""
        day = self.standing.scheme_id.next_date
        if not day:
            return self.env._("at the next evaluation")
        return self.env._(
            "at the evaluation of %(day)s", day=format_date(self.env, day)
        )


def _nothing(value):
    return unknown(value) or value == 0
