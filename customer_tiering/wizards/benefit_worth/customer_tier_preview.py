import pandas as pd

from odoo import api, fields, models
from odoo.tools import SQL, format_amount, formatLang

from ...classification.frame import CUSTOMER
from ...models.benefit_worth.repricing import repriced, sold

YEAR = 12


class CustomerTierPreview(models.TransientModel):
    """What the benefits would cost a year: trainings, samples, prices.

    Both sides are counted by what the tiers grant now, so the difference only comes
    from the tiers. Prices are those of last year's invoices of the customers who move.
    """

    _inherit = "customer.tier.preview"

    benefit_kinds = fields.Char(
        readonly=True,
        export_string_translation=False,
        help="Kinds of benefits that follow the tiers of the scheme.",
    )
    benefit_training_change = fields.Float(
        string="Trainings a Year: Difference", readonly=True
    )
    benefit_training_cost_change = fields.Monetary(
        string="Cost of Trainings: Difference", readonly=True
    )
    benefit_sample_change = fields.Monetary(
        string="Samples Granted: Difference",
        readonly=True,
        help="Allowances per year. Tiers without a limit are not counted.",
    )
    benefit_margin_change = fields.Monetary(
        string="Margin by Prices: Difference",
        readonly=True,
        help="What last year's invoices of the customers who move would have brought "
        "at the prices of their new tier, less the same at those of their old one. At "
        "the price of one unit; customers with a price list of their own keep it.",
    )
    benefit_sentence = fields.Char(
        string="Benefits", compute="_compute_benefit_sentence"
    )

    @api.depends(
        "benefit_kinds",
        "benefit_training_change",
        "benefit_sample_change",
        "benefit_margin_change",
    )
    @api.depends_context("lang")
    def _compute_benefit_sentence(self):
        for preview in self:
            kinds = (preview.benefit_kinds or "").split()
            parts = [
                words
                for kind, words in (
                    ("training", preview._training_words()),
                    ("sample", preview._sample_words()),
                    ("pricelist", preview._price_words()),
                )
                if kind in kinds
            ]
            preview.benefit_sentence = (
                self.env._("Benefits a year: %s.", ", ".join(parts)) if parts else False
            )

    def _training_words(self):
        return self.env._(
            "%s trainings",
            _signed(
                self.benefit_training_change,
                formatLang(self.env, abs(self.benefit_training_change), digits=0),
            ),
        )

    def _sample_words(self):
        return self.env._("%s for samples", self._money(self.benefit_sample_change))

    def _price_words(self):
        return self.env._(
            "%s margin by prices", self._money(self.benefit_margin_change)
        )

    def _money(self, amount):
        return _signed(amount, format_amount(self.env, abs(amount), self.currency_id))

    # ------------------------------------------------------------ computing

    def _show_besides(self, everybody, customers):
        """Fill in what the benefits of the scheme in force would cost."""
        result = super()._show_besides(everybody, customers)
        benefits = self.env["customer.tier.benefit"].sudo()
        benefits = benefits.search([("scheme_id", "=", self.compared_id.id)])
        change = (
            everybody["to"]
            .value_counts()
            .sub(everybody["from"].value_counts(), fill_value=0)
        )
        change = {int(tier): int(count) for tier, count in change.items()}
        trainings = benefits.filtered(lambda found: found.kind == "training")
        samples = benefits.filtered(lambda found: found.kind == "sample")
        prices = benefits.filtered(lambda found: found.kind == "pricelist")
        counts = [
            (change.get(line.tier_id.id, 0) * YEAR / line.interval_months, line)
            for line in trainings.line_ids
            if line.interval_months
        ]
        self.write(
            {
                "benefit_kinds": " ".join(sorted(set(benefits.mapped("kind")))),
                "benefit_training_change": sum(count for count, _line in counts),
                "benefit_training_cost_change": sum(
                    count * line.unit_cost for count, line in counts
                ),
                "benefit_sample_change": sum(
                    change.get(line.tier_id.id, 0) * line.amount
                    for line in samples.line_ids
                ),
                "benefit_margin_change": self._margin_change(prices, everybody),
            }
        )
        return result

    @api.model
    def _margin_change(self, benefit, everybody):
        """Last year's invoices of who moves, at the prices of the new tier.

        One statement for all of them, and one price computation per list.
        """
        lists = benefit._lists_by_tier() if benefit else {}
        if not lists:
            return 0.0
        default = lists.pop(False) or 0
        by_tier = pd.DataFrame(
            {
                side: everybody[side].map(lists).fillna(default).astype("int64")
                for side in ("from", "to")
            }
        )
        moved = by_tier["from"] != by_tier["to"]
        if not moved.any():
            return 0.0
        company = benefit.company_id
        pairs = pd.MultiIndex.from_frame(by_tier[moved])
        keys, known = pairs.factorize()
        rows = sold(
            company,
            SQL(
                """SELECT moved.id, moved.key
                     FROM unnest(%s::int[], %s::int[]) moved (id, key)
                     JOIN res_partner owner ON owner.id = moved.id
                    WHERE %s""",
                everybody.loc[moved, CUSTOMER].tolist(),
                keys.tolist(),
                benefit._without_own_list(company),
            ),
        )
        return sum(repriced(company, rows, dict(enumerate(known.tolist()))).values())


def _signed(number, shown):
    """``shown``, which has no sign, with that of ``number``."""
    return ("−" if number < 0 else "+") + shown
