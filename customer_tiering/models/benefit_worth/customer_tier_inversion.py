from odoo import api, fields, models
from odoo.tools import format_amount, formatLang


class CustomerTierInversion(models.Model):
    """One case in which a lower tier is better off than a higher one."""

    _name = "customer.tier.inversion"
    _description = "Inversion"
    _order = "check_id, benefit_id, higher_sequence, lower_sequence, id"

    check_id = fields.Many2one(
        "customer.tier.inversion.check",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    # Stored because the record rules use it
    company_id = fields.Many2one(related="check_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    benefit_id = fields.Many2one(
        "customer.tier.benefit", required=True, readonly=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("pricelist", "Price"),
            ("payment_term", "Days to Pay"),
            ("service", "Response Time"),
            ("sample", "Samples"),
            ("training", "Training"),
        ],
        string="Comparison",
        required=True,
        readonly=True,
    )
    product_id = fields.Many2one("product.product", readonly=True, ondelete="cascade")
    higher_tier_id = fields.Many2one(
        "customer.tier", required=True, readonly=True, ondelete="cascade"
    )
    higher_tier_color = fields.Integer(
        string="Color of the Higher Tier", related="higher_tier_id.color"
    )
    higher_sequence = fields.Integer(
        string="Place of the Higher Tier", related="higher_tier_id.sequence", store=True
    )
    lower_tier_id = fields.Many2one(
        "customer.tier", required=True, readonly=True, ondelete="cascade"
    )
    lower_tier_color = fields.Integer(
        string="Color of the Lower Tier", related="lower_tier_id.color"
    )
    lower_sequence = fields.Integer(
        string="Place of the Lower Tier", related="lower_tier_id.sequence", store=True
    )
    # company currency, hours, months or days, as the kind says
    higher_value = fields.Float(readonly=True, aggregator=None)
    lower_value = fields.Float(readonly=True, aggregator=None)
    # the tier has no figure: it is granted nothing, or has no limit
    higher_open = fields.Boolean(readonly=True)
    lower_open = fields.Boolean(readonly=True)
    higher_list_id = fields.Many2one(
        "product.pricelist", readonly=True, ondelete="set null"
    )
    lower_list_id = fields.Many2one(
        "product.pricelist", readonly=True, ondelete="set null"
    )
    higher_text = fields.Char(string="The Higher Tier Gets", compute="_compute_texts")
    lower_text = fields.Char(string="The Lower Tier Gets", compute="_compute_texts")

    @api.depends("kind", "product_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for line in self:
            line.display_name = line.product_id.display_name or kinds[line.kind]

    @api.depends("kind", "higher_value", "lower_value", "higher_open", "lower_open")
    @api.depends_context("lang")
    def _compute_texts(self):
        for line in self:
            line.higher_text = line._text(line.higher_value, line.higher_open)
            line.lower_text = line._text(line.lower_value, line.lower_open)

    def _text(self, value, is_open):
        """One figure with its unit."""
        self.ensure_one()
        if is_open:
            return {
                "sample": self.env._("no limit"),
                "service": self.env._("no promise"),
                "training": self.env._("none"),
            }[self.kind]
        if self.kind in ("pricelist", "sample"):
            return format_amount(self.env, value, self.currency_id)
        number = formatLang(self.env, value, digits=0 if value == int(value) else 2)
        if self.kind == "service":
            return self.env._("%s working hours", number)
        if self.kind == "training":
            return self.env._("every %s months", number)
        return self.env._("%s days", number)

    def _sentence(self, words):
        """What is wrong, with the names of both tiers."""
        return {
            "payment_term": self.env._(
                "%(lower)s has longer to pay than %(higher)s.", **words
            ),
            "service": self.env._("%(lower)s waits shorter than %(higher)s.", **words),
            "sample": self.env._(
                "%(lower)s gets more samples than %(higher)s.", **words
            ),
            "training": self.env._(
                "%(lower)s is trained more often than %(higher)s.", **words
            ),
        }[self.kind]

    def action_open_lower(self):
        """Open what the lower tier gets: its price list, or the benefit."""
        self.ensure_one()
        self.check_access("read")
        target = self.lower_list_id or self.benefit_id
        return {
            "type": "ir.actions.act_window",
            "name": target.display_name,
            "res_model": target._name,
            "res_id": target.id,
            "views": [(False, "form")],
        }
