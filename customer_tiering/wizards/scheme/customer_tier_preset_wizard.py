from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from .customer_tier_presets import (
    LETTERS,
    NOTHING_ELSE,
    PRESETS,
    SET_UP_NAMES,
    codes,
    filled,
)


class CustomerTierPresetWizard(models.TransientModel):
    """Sets up a scheme, not in force, from a preset."""

    _name = "customer.tier.preset.wizard"
    _description = "Start a Scheme from a Preset"

    @api.model
    def _selection_preset(self):
        return [(key, self.env._(preset["name"])) for key, preset in PRESETS.items()]

    preset = fields.Selection(
        "_selection_preset", required=True, default="manufacturer"
    )
    hint = fields.Text(compute="_compute_preset")
    problem = fields.Text(compute="_compute_preset")
    asks_letters = fields.Boolean(compute="_compute_preset")
    asks_amount = fields.Boolean(compute="_compute_preset")
    asks_floor = fields.Boolean(compute="_compute_preset")
    asks_city = fields.Boolean(compute="_compute_preset")
    scheme_id = fields.Many2one(
        "customer.tier.scheme",
        string="Replace the Lines of",
        domain=[("in_force", "=", False)],
        help="A scheme that is not in force yet. Leave empty to create a new one.",
    )
    tier_names = fields.Selection(
        [("words", "Top, Big, Medium, Small"), ("letters", "A, B, C, D")],
        string="Tiers",
        required=True,
        default="words",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company.root_id
    )
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        precompute=True,
        store=True,
        readonly=False,
        required=True,
    )
    amount = fields.Monetary(string="Monthly Amount for Big", default=10000)
    floor = fields.Monetary(string="Overdue by More than", default=500)
    city = fields.Char(help="Only customers of this city. Leave empty for all.")

    @api.depends("company_id")
    def _compute_currency_id(self):
        for wizard in self:
            wizard.currency_id = wizard.company_id.currency_id

    @api.depends("preset")
    def _compute_preset(self):
        for wizard in self:
            preset = PRESETS.get(wizard.preset, {})
            asks = preset.get("asks", ())
            wizard.hint = self.env._(preset["hint"]) if preset else False
            wizard.problem = wizard._missing_sentence() if preset else False
            wizard.asks_letters = not preset.keys() & {"letters", "own_tiers"}
            wizard.asks_amount = "amount" in asks
            wizard.asks_floor = "floor" in asks
            wizard.asks_city = "city" in asks

    def _missing_sentence(self):
        """A sentence on what the preset needs and this database lacks, or False."""
        self.ensure_one()
        wanted = codes(self.preset)
        metrics = self.env["customer.tier.metric"].search([("code", "in", wanted)])
        missing = [code for code in wanted if code not in metrics.mapped("code")]
        if not missing:
            return False
        return self.env._(
            "“%(preset)s” needs the metric “%(metrics)s”, which is archived or "
            "belongs to an app that is not installed. Unarchive it under "
            "Configuration → Metrics, install the app, or choose another preset.",
            preset=self.env._(PRESETS[self.preset]["name"]),
            metrics="”, “".join(missing),
        )

    @api.constrains("amount", "floor")
    def _check_amounts(self):
        for wizard in self:
            if wizard.asks_amount and wizard.amount <= 0:
                raise ValidationError(
                    self.env._("The amount per month must be above 0.")
                )
            if wizard.asks_floor and wizard.floor < 0:
                raise ValidationError(
                    self.env._("The overdue amount cannot be below 0.")
                )

    def _plain(self):
        """The preset as plain scheme data, with the answers filled in."""
        self.ensure_one()
        preset = PRESETS[self.preset]
        city = (self.city or "").strip()
        answers = {
            "amount": self.amount,
            "floor": self.floor,
            "currency": self.currency_id.name,
            "domain": str([("city", "=ilike", city)]) if city else "[]",
        }
        plain = filled(dict(NOTHING_ELSE, **preset["scheme"]), answers)
        if preset.get("letters") or self.asks_letters and self.tier_names == "letters":
            for line in (*plain["rule_ids"], *plain["cap_ids"]):
                line["tier_id"] = LETTERS[line["tier_id"]]
        return plain

    def _set_up(self, title=None, **changes):
        """Create or change the scheme and return it; ``changes`` are plain data.

        ``title``: another name than that of the preset, one of `SET_UP_NAMES`.
        """
        self.ensure_one()
        if problem := self._missing_sentence():
            raise UserError(problem)
        plain = {**self._plain(), **changes}
        schemes = self.env["customer.tier.scheme"]
        if not self.scheme_id:
            title = title or PRESETS[self.preset]["name"]
            plain["name"] = self.env._(title)
            values = schemes._values_from(plain)
            values |= {
                "company_id": self.company_id.id,
                "sequence": self._last_sequence(),
            }
            scheme = schemes.create(values)
            self._name_in(scheme, title, self.env["res.lang"].get_installed())
            return scheme
        if self.scheme_id.in_force:
            raise UserError(
                self.env._(
                    "“%(scheme)s” is in force, so a preset cannot replace its lines. "
                    "Leave the scheme empty to create a new one.",
                    scheme=self.scheme_id.name,
                )
            )
        plain["name"] = self.scheme_id.name
        values = schemes._values_from(plain)
        for lines in ("rule_ids", "criterion_ids", "cap_ids"):
            values[lines] = [Command.clear(), *values[lines]]
        if self._in_force():
            values["sequence"] = self._last_sequence()
        self.scheme_id.write(values)
        if title and self._is_ours(self.scheme_id):
            self._name_in(self.scheme_id, title, self.env["res.lang"].get_installed())
        return self.scheme_id

    def _in_force(self):
        """The schemes whose tiers customers of the company show today."""
        return self.env["customer.tier.scheme"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("in_force", "=", True),
                ("shown_besides", "=", False),
            ]
        )

    def _last_sequence(self):
        """Behind all schemes there are: a new one takes no customer from them."""
        schemes = self.env["customer.tier.scheme"].with_context(active_test=False)
        last = schemes.search(
            [("company_id", "=", self.company_id.id)], order="sequence DESC", limit=1
        )
        return last.sequence + 1 if last else 10

    @api.model
    def _titles(self):
        """``{English name: title}`` of what the addon calls a scheme."""
        english = self.with_context(lang="en_US")
        titles = [preset["name"] for preset in PRESETS.values()]
        return {
            english.env._(title): title for title in (*titles, *SET_UP_NAMES.values())
        }

    @api.model
    def _is_ours(self, scheme):
        """Whether the name is ours, so that nobody misses it."""
        return scheme.with_context(lang="en_US").name in self._titles()

    def _name_in(self, scheme, title, languages):
        """Set the name in each of the ``languages``: ``(code, name)``."""
        for code, _name in languages:
            translated = self.with_context(lang=code)
            scheme.with_context(lang=code).name = translated.env._(title)

    @api.model
    def _name_schemes(self, codes_of_languages):
        """Name schemes that were made of presets in languages switched on since.

        A scheme that somebody has renamed keeps its name.
        """
        by_name = self._titles()
        schemes = self.env["customer.tier.scheme"].sudo()
        schemes = schemes.with_context(active_test=False, lang="en_US")
        for scheme in schemes.search([("name", "in", list(by_name))]):
            self._name_in(
                scheme,
                by_name[scheme.name],
                [
                    (code, None)
                    for code in codes_of_languages
                    if code != "en_US"
                    and scheme.with_context(lang=code).name == scheme.name
                ],
            )

    def action_apply_preset(self):
        """Set the scheme up, not in force, and open it."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "customer.tier.scheme",
            "res_id": self._set_up().id,
            "views": [(False, "form")],
            "target": "current",
        }
