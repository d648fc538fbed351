from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from ...tools.groups import ACCOUNTANT_GROUP, MANAGER_GROUP, USER_GROUP

SALES, MANAGEMENT, ACCOUNTING = "sales", "management", "accounting"


class CustomerTierHome(models.AbstractModel):
    """What a reader has to do today, in one call and a constant number of statements.

    Everything is read with the rights of the reader, so nothing is counted that they
    may not open. A part of the page is a method ``_<role>`` that returns plain data.
    """

    _name = "customer.tier.home"
    _description = "Home of Customer Tiers"

    @api.model
    @api.readonly
    def get_home(self, role=False, scheme_id=False):
        """Everything that the page shows to the user in one of their roles.

        :param role: ``sales``, ``management`` or ``accounting``; by default, or if it
            is not one of the user's, the first of theirs
        :param scheme_id: id of the scheme; by default the first one with tiers
        :return: plain data, see `customer_tier_home_figures` for what a figure is.
            ``empty`` says what to do if there are no tiers yet
        """
        if not self.env.user.has_group(USER_GROUP):
            raise AccessError(
                self.env._(
                    "You need a role in Customer Tiers to open this page. Ask your "
                    "administrator for it."
                )
            )
        roles = self._roles()
        # in a list, because anything may be asked for
        role = role if role in list(roles) else next(iter(roles))
        schemes = self._schemes()
        scheme = schemes.filtered(lambda one: one.id == scheme_id) or schemes[:1]
        page = {
            "role": role,
            "roles": [{"key": key, "name": name} for key, name in roles.items()],
            "schemes": [{"id": one.id, "name": one.name} for one in schemes],
            "scheme": scheme.id,
        }
        if not scheme:
            return {**page, "empty": self._empty()}
        page["currency"] = scheme.currency_id.id
        page["as_of"] = self.env._(
            "Figures of “%(scheme)s” as of %(day)s",
            scheme=scheme.name,
            day=format_date(self.env, scheme.last_evaluation_id.as_of),
        )
        return {**page, **getattr(self, f"_{role}")(self._page(scheme))}

    @api.model
    def _roles(self):
        """``{role: name}`` of the user, the one that the page opens on first."""
        user, roles = self.env.user, {}
        if user.has_group(MANAGER_GROUP):
            roles[MANAGEMENT] = self.env._("All Customers")
        if user.has_group(ACCOUNTANT_GROUP):
            roles[ACCOUNTING] = self.env._("Books")
        roles[SALES] = self.env._("My Customers")
        return roles

    @api.model
    def _schemes(self):
        """The schemes in force that the user may read, in the order of contacts."""
        return self.env["customer.tier.scheme"].search(
            [("last_evaluation_id", "!=", False)]
        )

    @api.model
    def _empty(self):
        """Title and text of the empty page, and the action of its button."""
        first_use = self.env["customer.tier.first.use"]
        return first_use.get_first_use("customer.tier.standing") or {
            "title": self.env._("The first evaluation has not finished yet"),
            "text": self.env._(
                "A scheme is in force. As soon as it has been evaluated, this page "
                "says what to do."
            ),
            "action": False,
        }
