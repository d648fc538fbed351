from odoo import api, models

from ...tools.groups import ADMIN_GROUP, USER_GROUP

# They are empty until a scheme has been applied
AFTER_TIERS = (
    "customer.tier.change",
    "customer.tier.evaluation",
    "customer.tier.evaluation.figure",
    "customer.tier.evaluation.tier",
    "customer.tier.grid",
    "customer.tier.migration",
    "customer.tier.override",
    "customer.tier.product",
    "customer.tier.scheme",
    "customer.tier.standing",
    "res.partner",
)
# so many administrators are named
NAMED = 3


class CustomerTierFirstUse(models.AbstractModel):
    """What an empty screen says as long as nothing is set up, and who can change that.

    Each empty screen of the addon asks for it when it is shown. A model of a higher
    room whose records need tiers says ``_needs_tiers = True``; a room whose records
    need a set-up of their own overrides `_first_use`.
    """

    _name = "customer.tier.first.use"
    _description = "First Use of Customer Tiers"

    @api.model
    @api.readonly
    def get_first_use(self, model):
        """What is to be set up before there can be records of ``model``.

        :return: ``{"title", "text", "action"}``, plain texts and the xmlid of the
            questions to answer, which is False for users who may not set up; or False
            if nothing is missing, and for users without a role
        """
        # any user may call it, with anything
        if not isinstance(model, str) or not self.env.user.has_group(USER_GROUP):
            return False
        return self._first_use(model)

    @api.model
    def _first_use(self, model):
        if not self._is_after_tiers(model) or self._has_tiers():
            return False
        return self._to_set_up(
            self.env._("No customer has been classified yet"),
            self.env._(
                "Answer three questions: who is a customer, which money counts, which "
                "scheme. Nothing changes on customers before you press “Apply”."
            ),
            "customer_tiering.customer_tier_setup_action",
        )

    @api.model
    def _is_after_tiers(self, model):
        return model in AFTER_TIERS or (
            model in self.env and getattr(self.env[model], "_needs_tiers", False)
        )

    @api.model
    def _has_tiers(self):
        """Whether a scheme that the user may see has been applied."""
        applied = ["|", ("in_force", "=", True), ("last_evaluation_id", "!=", False)]
        return bool(self.env["customer.tier.scheme"].search_count(applied, limit=1))

    @api.model
    def _to_set_up(self, title, text, action):
        """The answer of `get_first_use`: administrators set up, others ask them."""
        if self.env.user.has_group(ADMIN_GROUP):
            return {"title": title, "text": text, "action": action}
        return {"title": title, "text": self._whom_to_ask(), "action": False}

    @api.model
    def _whom_to_ask(self):
        companies = self.env.companies
        users = self.env.ref(ADMIN_GROUP).sudo().all_user_ids
        names = (
            users.filtered(
                lambda user: (
                    user.active and not user.share and user.company_ids & companies
                )
            )
            .sorted("id")[:NAMED]
            .mapped("name")
        )
        if not names:
            return self.env._(
                "An administrator of Customer Tiers can set this up, but nobody has "
                "this role yet."
            )
        return self.env._(
            "An administrator of Customer Tiers can set this up. Ask %(names)s.",
            names=self.env._(" or ").join(names),
        )
