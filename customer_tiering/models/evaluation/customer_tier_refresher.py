import pandas as pd

from odoo import api, models
from odoo.exceptions import UserError

from ...classification import decide, settle, thresholds
from ...classification import frame as columns
from ...classification.expected import NOTHING
from ...classification.lifecycle import EXISTING, lifecycle
from ...classification.metrics import collected, derive
from ...classification.settings import Settings
from ..collector.one_customer import read_one
from ..collector.reading import Reading
from ..collector.scope import scope_of
from ..standing.figures import plain
from .customer_tier_evaluation_settle import OVERRIDE_COLUMNS, PRIOR_COLUMNS


class CustomerTierRefresher(models.AbstractModel):
    """The current figures of one customer, and the tier that they give.

    This uses the statements and functions of an evaluation for one customer, with the
    thresholds of the last evaluation. The other customers are unchanged, and nothing is
    written.
    """

    _name = "customer.tier.refresher"
    _description = "Refresher of One Customer"

    @api.model
    def _now(self, scheme, customer, as_of=None):
        """The current figures and tier of ``customer``.

        ``customer`` is a commercial partner, or the company at the top of its group.

        ``as_of`` (date) is today by default, and never before the last evaluation. The
        caller has checked the rights. Returns plain data:

        ``scheme``, ``customer``, ``evaluation``, ``standing``   ids, or False
        ``as_of``        date
        ``figures``      ``{metric code: (then, now)}``; None without data
        ``lifecycle``    state, None if this is not a customer of the scheme
        ``computed``, ``tier``   ids of the tier that the figures give and of the tier
                         that would be in force; None for no tier or an unknown one
        ``decided_by``   why these two differ, as on the standings
        ``obstacle``     None, or why there is no tier: `thresholds.NoThreshold.why`
        ``threshold``    None, or ``{"tier", "column", "figure", "asked"}`` of the tier
                         gained or lost, otherwise of the next tier

        Raises UserError if the scheme has never been evaluated.
        """
        scheme, customer = scheme.sudo(), customer.sudo()
        last = scheme.last_evaluation_id
        if not last.settings:
            raise UserError(
                self.env._(
                    "“%(scheme)s” has not been evaluated yet, so there is no tier to "
                    "compare with. Press “Apply” on the scheme first.",
                    scheme=scheme.name,
                )
            )
        as_of = max(as_of or scheme._today(), last.as_of)
        settings = Settings.from_plain(last.settings, as_of)
        codes = scheme._metric_codes()
        needed = self.env["customer.tier.metric"]._collected_columns(
            codes | set(settings.columns)
        )
        reading = Reading(
            scheme.env,
            scheme,
            as_of,
            scope_of(scheme, customer),
            expectation=last._expectation() or NOTHING,
        )
        frame = read_one(reading, needed)
        standing = (
            self.env["customer.tier.standing"]
            .sudo()
            .search([("scheme_id", "=", scheme.id), ("partner_id", "=", customer.id)])
        )
        asked = ["value", "score", *codes, *settings.columns]
        stored = dict.fromkeys(asked)
        if standing:
            stored = standing._explanation().figures.stored(asked)
        result = {
            "scheme": scheme.id,
            "customer": customer.id,
            "evaluation": last.id,
            "standing": standing.id,
            "as_of": as_of,
            "lifecycle": None,
            "computed": None,
            "tier": None,
            "decided_by": None,
            "obstacle": None,
            "threshold": None,
        }
        known = {name for name in needed if name in frame}
        names = [
            name for name in [*codes, *settings.columns] if collected([name]) <= known
        ]
        frame = derive(frame, names, as_of)
        now = {}
        if len(frame):
            now = {name: plain(frame[name].iloc[0]) for name in names}
            result["lifecycle"] = lifecycle(frame).iloc[0]
            result |= self._place(reading, standing, stored, frame, settings)
        score = result.pop("score", None)
        if settings.criteria:
            now["score"] = score
            codes = {*codes, "score"}
        result["figures"] = {
            code: (stored.get(code), now.get(code)) for code in sorted(codes)
        }
        return result

    @api.model
    def _place(self, reading, standing, stored, frame, settings):
        """Computed and effective tier of the one customer in ``frame``."""
        scheme = reading.scheme
        last = scheme.last_evaluation_id
        if lifecycle(frame).iloc[0] == EXISTING:
            stood = thresholds.Stood(
                ranked=standing.rank > 0,
                counted=bool(standing),
                value=stored["value"],
                group=standing.group_key,
                figures={
                    name: stored[name]
                    for name in settings.columns
                    if collected([name]) <= set(standing._fields)
                },
            )
            kept = last.thresholds
            try:
                settings = thresholds.alone(
                    frame,
                    settings,
                    None if kept is False else kept,
                    last._scale_of,
                    stood,
                )
            except thresholds.NoThreshold as missing:
                return {"obstacle": missing.why}
        publisher = scheme.env["customer.tier.publisher"]
        prior = self._rows(
            publisher._prior(scheme, reading.as_of, frame[columns.CUSTOMER].tolist()),
            PRIOR_COLUMNS,
        )
        overrides = self._rows(publisher._overrides(reading), OVERRIDE_COLUMNS)
        held = None
        if any(cut.keep is not None for cut in settings.cuts):
            held = prior.assign(tier=prior["earned"])[[columns.CUSTOMER, "tier"]]
        # columns that are only shown are not needed here
        known = (*columns.CORE_COLUMNS, *columns.TRACES, columns.GROUP)
        deciding = {column.name for column in known}
        deciding |= {columns.CUSTOMER, *settings.columns}
        decided = decide(frame[[c for c in frame if c in deciding]], settings, held)
        placed = settle(decided, prior, overrides, settings)
        settled = placed.iloc[0]
        computed, tier = int(settled["computed"]), int(settled["tier"])
        return {
            "computed": computed if computed >= 0 else None,
            "tier": tier if tier >= 0 else None,
            "decided_by": settled["decided_by"],
            "score": plain(settled["score"]) if settings.criteria else None,
            "threshold": self._threshold(
                placed, settings, standing.computed_tier_id.id
            ),
        }

    @api.model
    def _rows(self, sql, own):
        """Frame of the few ids and days that ``sql`` selects."""
        names = [columns.CUSTOMER, *(column.name for column in own)]
        rows = self.env.execute_query_dict(sql)
        return pd.DataFrame({name: [row[name] for row in rows] for name in names})

    @api.model
    def _threshold(self, placed, settings, before):
        """The threshold to show: of the tier gained or lost, else of the next one.

        ``placed`` is the settled frame of the one customer, ``before`` the id of the
        tier by the figures of the last evaluation.
        """
        settled = placed.iloc[0]
        place = settings.position.get(int(settled["computed"]))
        if place is None:
            return None
        was = settings.position.get(before)
        if was is not None and place > was:
            wanted = was
        elif was is None or place < was:
            wanted = place
        else:
            wanted = place - 1
        if not 0 <= wanted < len(settings.ladder) - 1:
            return None
        tier = settings.ladder[wanted]
        for cut in settings.cuts:
            demand = None
            if cut.tier == tier:
                demand = thresholds.asked(cut, settings, placed)
            # for a gained tier, show the cut-off that gave it
            gave = (
                cut.method == settled["reason"]
                and cut.threshold == settled["threshold"]
            )
            if demand and (gave or wanted != place):
                column, amount = demand
                return {
                    "tier": tier,
                    "column": column,
                    "figure": plain(settled[column]),
                    "asked": float(amount),
                }
        return None
