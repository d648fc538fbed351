from odoo import api, fields, models

from ...tools.groups import PROFILE_GROUP, USER_GROUP

# whose advice is shown of the traits of a person
SHOWN_TRAITS = 3
# a change of one of them is noted with its author and day
NOTED = (
    "customer_tier_style_id",
    "customer_tier_temperament_id",
    "customer_tier_trait_ids",
)


class ResPartner(models.Model):
    """The place of a customer in trade, and what is noted about a person.

    These are nullable columns without defaults. What is noted about a person has its
    own group on every field, is no commercial field (which Odoo would copy to the
    colleagues), and a copy of the contact, who is someone else, does not get it.
    """

    _inherit = "res.partner"

    customer_tier_role = fields.Selection(
        [
            ("end_user", "End user"),
            ("agent", "Agent"),
            ("reseller", "Reseller"),
            ("distributor", "Distributor"),
        ],
        string="Place in Trade",
        groups=USER_GROUP,
        help="Whether the customer uses what they buy or sells it on.",
    )
    customer_tier_style_id = fields.Many2one(
        "customer.style",
        string="Social Style",
        domain=[("kind", "=", "style")],
        ondelete="restrict",
        copy=False,
        groups=PROFILE_GROUP,
    )
    # not related: a related field can be sorted by without a right to it
    customer_tier_style_cues = fields.Text(
        string="How It Shows",
        compute="_compute_customer_tier_style_told",
        compute_sudo=True,
        groups=PROFILE_GROUP,
    )
    customer_tier_style_advice = fields.Text(
        string="Advice on the Style",
        compute="_compute_customer_tier_style_told",
        compute_sudo=True,
        groups=PROFILE_GROUP,
    )
    customer_tier_temperament_id = fields.Many2one(
        "customer.style",
        string="Temperament",
        domain=[("kind", "=", "temperament")],
        ondelete="restrict",
        copy=False,
        groups=PROFILE_GROUP,
    )
    customer_tier_temperament_cues = fields.Text(
        string="How the Temperament Shows",
        compute="_compute_customer_tier_style_told",
        compute_sudo=True,
        groups=PROFILE_GROUP,
    )
    customer_tier_temperament_advice = fields.Text(
        string="Advice on the Temperament",
        compute="_compute_customer_tier_style_told",
        compute_sudo=True,
        groups=PROFILE_GROUP,
    )
    customer_tier_trait_ids = fields.Many2many(
        "customer.trait",
        "customer_trait_partner_rel",
        "partner_id",
        "trait_id",
        string="Traits",
        copy=False,
        groups=PROFILE_GROUP,
        help="What is typical of this person as a buyer. The advice of the first three "
        "is shown.",
    )
    customer_tier_trait_advice = fields.Text(
        string="Advice",
        compute="_compute_customer_tier_trait_advice",
        compute_sudo=True,
        groups=PROFILE_GROUP,
    )
    customer_tier_preference_ids = fields.One2many(
        "customer.preference",
        "partner_id",
        string="Preferences",
        copy=False,
        groups=PROFILE_GROUP,
    )
    customer_tier_noted_by_id = fields.Many2one(
        "res.users",
        string="Style Noted by",
        readonly=True,
        copy=False,
        groups=PROFILE_GROUP,
    )
    customer_tier_noted_on = fields.Date(
        string="Style Noted on", readonly=True, copy=False, groups=PROFILE_GROUP
    )

    @api.depends("customer_tier_style_id", "customer_tier_temperament_id")
    @api.depends_context("lang")
    def _compute_customer_tier_style_told(self):
        for partner in self:
            style = partner.customer_tier_style_id
            temperament = partner.customer_tier_temperament_id
            partner.customer_tier_style_cues = style.cues
            partner.customer_tier_style_advice = style.advice
            partner.customer_tier_temperament_cues = temperament.cues
            partner.customer_tier_temperament_advice = temperament.advice

    @api.depends("customer_tier_trait_ids", "customer_tier_trait_ids.advice")
    @api.depends_context("lang")
    def _compute_customer_tier_trait_advice(self):
        for partner in self:
            shown = partner.customer_tier_trait_ids.sorted()[:SHOWN_TRAITS]
            partner.customer_tier_trait_advice = "\n".join(
                self.env._("%(trait)s: %(advice)s", trait=one.name, advice=one.advice)
                for one in shown
                if one.advice
            )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._customer_tier_noted(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._customer_tier_noted(vals))

    @api.model
    def _customer_tier_noted(self, vals):
        """``vals`` with who noted something about a person and when, if they do."""
        author = {
            "customer_tier_noted_by_id": self.env.uid,
            "customer_tier_noted_on": fields.Date.context_today(self),
        }
        if not any(name in vals for name in (*NOTED, *author)):
            return vals
        return author | vals if self.env.su else vals | author
