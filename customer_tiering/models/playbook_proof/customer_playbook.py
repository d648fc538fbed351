from datetime import timedelta

import numpy as np
import pandas as pd

from odoo import api, fields, models
from odoo.tools import SQL

from ...gifting import effect
from ...tools.groups import MANAGER_GROUP
from .after import after_plays
from .customer_playbook_proof import HORIZONS

STRATUM = ["tier_id", "value_class", "drawn_percent"]


class CustomerPlaybook(models.Model):
    """Measure what playbooks bring, for those that leave customers alone."""

    _inherit = "customer.playbook"

    proof_ids = fields.One2many(
        "customer.playbook.proof",
        "playbook_id",
        string="Effect by Days",
        groups=MANAGER_GROUP,
        copy=False,
    )
    proof_note = fields.Char(
        string="Effect", compute="_compute_proof_note", groups=MANAGER_GROUP
    )

    @api.depends("proof_ids.reordered", "comparison_percent")
    @api.depends_context("lang")
    def _compute_proof_note(self):
        """The longest period with enough customers: choosing the best would mislead."""
        for playbook in self:
            results = playbook.proof_ids.sorted("days")
            enough = results.filtered(lambda one: one.reordered != effect.FEW)
            if results:
                playbook.proof_note = (enough or results)[-1]._sentence()
            elif playbook.comparison_percent:
                playbook.proof_note = self.env._(
                    "Known from %(days)s days after the first customers were left "
                    "alone.",
                    days=HORIZONS[0],
                )
            else:
                playbook.proof_note = False

    @api.model
    def _cron_measure(self):
        """Measure every playbook with a draw, for every period that has passed."""
        drawn = self.env["customer.playbook.play"]._read_group(
            [("drawn_percent", ">", 0)], ["playbook_id"]
        )
        playbooks = self.browse(playbook.id for (playbook,) in drawn)
        playbooks.filtered("scheme_id")._measure()

    def _measure(self):
        """Store anew what these playbooks brought; one statement reads for all."""
        self.env.flush_all()
        frame = self._followed()
        results = self.env["customer.playbook.proof"]
        results.search([("playbook_id", "in", self.ids)]).unlink()
        results.create(
            [
                self.browse(id_)._proof_values(int(days), some)
                for (id_, days), some in frame.groupby(["playbook_id", "days"])
            ]
        )

    def _followed(self):
        """Frame of what followed each drawn play, see `after_plays`."""
        parts = [
            after_plays(self.env, scheme, some, HORIZONS)
            for scheme, some in self.grouped("scheme_id").items()
        ]
        rows = []
        if parts:
            rows = self.env.execute_query_dict(SQL(" UNION ALL ").join(parts))
        names = ["playbook_id", "days", "held_out", *STRATUM]
        frame = pd.DataFrame(
            rows, columns=[*names, "revenue", "before", "bought", "wait"]
        )
        amounts = ["revenue", "before", "wait"]
        return frame.astype(dict.fromkeys(amounts, float))

    def _proof_values(self, days, frame):
        frame = frame.assign(
            treated=~frame["held_out"].astype(bool),
            stratum=frame.groupby(STRATUM).ngroup(),
            reordered=100.0 * frame["bought"].astype(bool),
        )
        share = frame.groupby("stratum")["treated"].transform("mean")
        compared = frame[(share > 0) & (share < 1)]
        values = {
            "playbook_id": self.id,
            "days": days,
            "opened_before": self._today() - timedelta(days=days),
            "strata": compared[STRATUM].drop_duplicates().to_numpy().tolist(),
        }
        figures = (("reordered", None), ("revenue", "before"), ("wait", None))
        for place, (name, before) in enumerate(figures):
            found = effect.measure(
                frame[name],
                frame["treated"],
                frame["stratum"],
                frame[before] if before else None,
                np.random.default_rng([self.comparison_seed, days, place]),
            )
            values |= {
                "treated_count": found.given,
                "held_out_count": found.comparison,
                f"treated_{name}": found.given_mean,
                f"held_out_{name}": found.comparison_mean,
                f"{name}_difference": found.difference,
                # with too few customers the interval can be infinite
                f"{name}_low": found.low if np.isfinite(found.low) else 0,
                f"{name}_high": found.high if np.isfinite(found.high) else 0,
                name: found.verdict,
            }
        return values
