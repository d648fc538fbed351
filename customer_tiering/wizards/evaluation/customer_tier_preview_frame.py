import base64
import io
import json

import numpy as np
import pandas as pd

from odoo import api, fields, models
from odoo.tools import SQL

from ...classification.frame import CUSTOMER, NET_REVENUE, Column
from ...models.collector.reading import Reading
from ...models.collector.source import read_frame
from ...models.evaluation.customer_tier_evaluation_settle import (
    OVERRIDE_COLUMNS,
    PRIOR_COLUMNS,
)

# fields of a scheme that affect decisions, but not what has to be read
DECIDES_ONLY = {
    "active",
    "criterion_ids",
    "draft_of_id",
    "failing",
    "grace_days",
    "hold_months",
    "in_force",
    "interval",
    "last_evaluation_id",
    "misses",
    "name",
    "next_date",
    "one_step",
    "population",
    "rank_by",
    "recency_days_2",
    "recency_days_3",
    "recency_days_4",
    "recency_days_5",
    "refresh_nightly",
    "schedule_day",
    "segment_classes",
    "sequence",
    "shown_besides",
    "ties",
    "value_metric_id",
}
STANDING_COLUMNS = (
    Column("tier", "int", -1, "tier id"),
    Column(NET_REVENUE.name, "float", 0.0, "company currency"),
)


def pack(frames):
    """``{name: frame}`` as bytes: NumPy arrays of numbers, dates and short texts."""
    arrays = {}
    for name, frame in frames.items():
        for column in frame:
            values = frame[column]
            if values.dtype == "Int64":
                values = values.astype("int64")
            array = values.to_numpy()
            # texts as a NumPy type and not as Python objects, which need pickle
            if array.dtype.kind not in "biufM":
                array = array.astype("U")
            arrays[f"{name}/{column}"] = array
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def unpack(content):
    """The frames from the bytes of `pack`."""
    frames = {}
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        for key in arrays.files:
            name, column = key.split("/", 1)
            frames.setdefault(name, {})[column] = arrays[key]
    return {name: pd.DataFrame(columns) for name, columns in frames.items()}


class CustomerTierPreview(models.TransientModel):
    """Stores what a preview has read, so that changed cut-offs need no new reading.

    It stores the customer frame, the state before the day, the manual tiers and the
    tiers in force.
    """

    _name = "customer.tier.preview"
    _description = "Preview of Tiers"
    _inherit = "customer.tier.matrix"

    scheme_id = fields.Many2one(
        "customer.tier.scheme",
        required=True,
        readonly=True,
        ondelete="cascade",
        context={"active_test": False},
    )
    compared_id = fields.Many2one(
        "customer.tier.scheme", compute="_compute_compared_id", compute_sudo=True
    )
    company_id = fields.Many2one(related="scheme_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    as_of = fields.Date(
        string="As of",
        required=True,
        help="Uses the figures, periods and manual tiers of that day. A past day is "
        "a back-test: who is a customer and which leads are marked as lost are "
        "still read as of today.",
    )
    collected_at = fields.Datetime(string="Figures Read at", readonly=True)
    frames = fields.Binary(attachment=True, readonly=True)
    read_for = fields.Char(readonly=True)

    @api.depends("scheme_id")
    def _compute_compared_id(self):
        """The scheme whose tiers in force the preview is compared with."""
        for preview in self:
            scheme = preview.scheme_id
            preview.compared_id = scheme.draft_of_id or scheme

    def _stored(self, name):
        """The bytes of the Binary field ``name``, without base64."""
        self.env.flush_all()
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "=", name),
                    ("res_id", "=", self.id),
                ],
                limit=1,
            )
        )
        return attachment.raw

    def _frames(self):
        """The frames for the current settings, read if they are not stored yet."""
        self.ensure_one()
        self.scheme_id.sudo()._refuse_only_now(self.as_of)
        if not self._is_known():
            self._read_figures()
        return unpack(self._stored("frames"))

    def _asks_for(self):
        """The settings that affect the reading, and the columns to read."""
        scheme = self.scheme_id.sudo()
        names = [
            field.name
            for field in scheme._fields.values()
            if field.store
            and field.column_type
            and field.name not in models.MAGIC_COLUMNS
            and field.name not in DECIDES_ONLY
        ]
        values = scheme.read(names, load=None)[0]
        values.pop("id")
        key = json.dumps([str(self.as_of), values], default=str, sort_keys=True)
        return key, sorted(scheme._collected_columns())

    def _is_known(self):
        if not self.read_for:
            return False
        key, columns = json.loads(self.read_for)
        wanted, needed = self._asks_for()
        return key == wanted and set(needed) <= set(columns)

    def _read_figures(self):
        """Collect once, and store the result."""
        scheme = self.scheme_id.sudo()
        compared = self.compared_id.sudo()
        past = self.as_of < scheme._today()
        reading = Reading(
            scheme.env, scheme, self.as_of, marks_until=self.as_of if past else None
        )
        publisher = self.env["customer.tier.publisher"].sudo()
        in_force = SQL(
            "SELECT partner_id, tier_id AS tier, net_revenue"
            " FROM customer_tier_standing WHERE scheme_id = %s",
            compared.id,
        )
        manual = publisher._overrides(Reading(compared.env, compared, self.as_of))
        frames = {"customers": reading.collect().frame}
        for name, sql, columns in (
            ("prior", publisher._prior(compared, self.as_of), PRIOR_COLUMNS),
            ("manual", manual, OVERRIDE_COLUMNS),
            ("before", in_force, STANDING_COLUMNS),
        ):
            frame = read_frame(self.env.cr, sql, columns)
            for column in columns:
                if column.missing is not None:
                    frame[column.name] = frame[column.name].fillna(column.missing)
            frames[name] = frame
        self._keep(frames)

    def _keep(self, frames):
        frames["customers"] = frames["customers"].sort_values(
            CUSTOMER, ignore_index=True
        )
        self.write(
            {
                "frames": base64.b64encode(pack(frames)),
                "read_for": json.dumps(self._asks_for()),
                "collected_at": fields.Datetime.now(),
            }
        )
