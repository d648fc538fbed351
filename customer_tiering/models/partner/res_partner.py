from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, Query

from ...tools.groups import USER_GROUP

# up to this share of customers, it is faster to find them first than to join
RARE = 0.05


class ResPartner(models.Model):
    """The tier on the contact: read from the standings, never stored here.

    Every contact shows the tier of its commercial partner, in the first scheme of the
    current company that includes this partner.
    """

    _inherit = "res.partner"

    # every source of an evaluation looks up the customer of a contact: a contact is a
    # hundred times as wide as these two
    _customer_tier_customer_idx = models.Index("(id) INCLUDE (commercial_partner_id)")
    # a salesperson's own customers, on every page of theirs: a few of all contacts
    _customer_tier_salesperson_idx = models.Index("(user_id) WHERE user_id IS NOT NULL")

    customer_tier_id = fields.Many2one(
        "customer.tier",
        compute="_compute_customer_tier",
        search="_search_customer_tier_id",
        compute_sudo=True,
        groups=USER_GROUP,
    )
    customer_tier_color = fields.Integer(
        compute="_compute_customer_tier", compute_sudo=True, groups=USER_GROUP
    )
    customer_tier_standing_id = fields.Many2one(
        "customer.tier.standing",
        compute="_compute_customer_tier",
        compute_sudo=True,
        groups=USER_GROUP,
    )
    customer_tier_standing_ids = fields.One2many(
        "customer.tier.standing",
        "partner_id",
        string="Tiers by Scheme",
        groups=USER_GROUP,
    )
    customer_tier_no_need_ids = fields.One2many(
        "customer.tier.no.need", "partner_id", groups=USER_GROUP
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "uid")
    def _compute_customer_tier(self):
        shown = self._customer_tier_shown()
        # the tier is a word for everybody, the rest only for whom it concerns
        standings = self.env["customer.tier.standing"]
        readable = standings.union(*shown.values())
        if standings._only_own():
            readable = readable.sudo(False)._filtered_access("read")
        for partner in self:
            # the id of the saved contact while it is edited in a form
            customer = partner.commercial_partner_id._origin.id
            standing = shown.get(customer, standings)
            partner.customer_tier_standing_id = standing & readable
            partner.customer_tier_id = standing.tier_id
            partner.customer_tier_color = standing.tier_id.color

    def _customer_tier_shown(self):
        """``{customer id: standing}``: each customer's in the first scheme."""
        schemes = self._customer_tier_schemes()
        standings = self.env["customer.tier.standing"].search_fetch(
            [
                ("scheme_id", "in", schemes),
                ("partner_id", "in", self.commercial_partner_id.ids),
            ],
            ["partner_id", "scheme_id", "tier_id"],
        )
        shown = {}
        # the first scheme comes last, so it wins
        for standing in standings.sorted(
            lambda s: schemes.index(s.scheme_id.id), reverse=True
        ):
            shown[standing.partner_id.id] = standing
        return shown

    @api.model
    def _customer_tier_schemes(self):
        return self.env["customer.tier.scheme"]._shown_ids(self.env.company.id)

    @api.model
    def _forget_customer_tiers(self):
        """Clear the cached tiers of this transaction, here and on documents."""
        for name in (
            "customer_tier_id",
            "customer_tier_color",
            "customer_tier_standing_id",
        ):
            field = self._fields[name]
            for shown in (field, *self.pool.get_dependent_fields(field)):
                self.env[shown.model_name].invalidate_model([shown.name], flush=False)

    # ---------------------------------------------------------------- in SQL

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr == "customer_tier_id":
            self._check_field_access(self._fields[field_expr], "read")
            return self._customer_tier_sql(alias, query)
        return super()._field_to_sql(alias, field_expr, query)

    @api.model
    def _customer_tier_sql(self, alias, query):
        """Tier id of the partners under ``alias``; joins the standings to ``query``.

        There is one left join per scheme. A customer has one row in each, so no row is
        duplicated. The ids are literals, so the planner can estimate the rows.
        """
        tiers = []
        for scheme_id in self._customer_tier_schemes():
            joined = query.make_alias(alias, f"customer_tier_{scheme_id}")
            query.add_join(
                "LEFT JOIN",
                joined,
                "customer_tier_standing",
                self._customer_tier_join(alias, joined, scheme_id),
            )
            tiers.append(SQL.identifier(joined, "tier_id"))
        if not tiers:
            return SQL("NULL::integer")
        return (
            tiers[0] if len(tiers) == 1 else SQL("COALESCE(%s)", SQL(", ").join(tiers))
        )

    @api.model
    def _customer_tier_join(self, alias, standing, scheme_id):
        return SQL(
            "%s = %s AND %s = %s",
            SQL.identifier(standing, "partner_id"),
            self._field_to_sql(alias, "commercial_partner_id"),
            SQL.identifier(standing, "scheme_id"),
            scheme_id,
        )

    @api.model
    def _search_customer_tier_id(self, operator, value):
        self._check_field_access(self._fields["customer_tier_id"], "read")
        negative = operator.startswith("not ")
        match operator.removeprefix("not "):
            case "in":
                wanted = set(value)
            case "any" | "any!":
                tiers = self.env["customer.tier"]
                if operator.endswith("!"):
                    tiers = tiers.sudo()
                if isinstance(value, SQL | Query):
                    value = Domain("id", "in", value)
                tiers = tiers.with_context(active_test=False).search(value)
                wanted = set(tiers.ids)
            case _:
                return NotImplemented
        ids = sorted(id_ for id_ in wanted if id_)
        # contacts without a tier are not in any tier, so a negation finds them
        with_unset = all(wanted) == negative

        def to_sql(model, alias, query):
            if not with_unset and not negative and model._customer_tier_is_rare(ids):
                return model._customer_tier_ids_sql(alias, ids)
            among, others = SQL("= ANY(%s)", ids), SQL("<> ALL(%s)", ids)
            if negative:
                among, others = others, among
            schemes = model._customer_tier_schemes()
            if with_unset and len(schemes) == 1:
                # PostgreSQL plans this as an anti-join, which only needs ``others``
                return SQL(
                    "NOT EXISTS (SELECT FROM customer_tier_standing s"
                    " WHERE %s AND s.tier_id %s)",
                    model._customer_tier_join(alias, "s", schemes[0]),
                    others,
                )
            tier = model._customer_tier_sql(alias, query)
            if with_unset:
                return SQL("(%s IS NULL OR %s %s)", tier, tier, among)
            return SQL("(%s IS NOT NULL AND %s %s)", tier, tier, among)

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _customer_tier_is_rare(self, tier_ids):
        found = total = 0
        for scheme_id in self._customer_tier_schemes():
            counts, customers = self.env["customer.tier.scheme"]._tier_counts(scheme_id)
            found += sum(counts.get(tier, 0) for tier in tier_ids)
            total += customers
        return found <= RARE * total

    @api.model
    def _customer_tier_ids_sql(self, alias, tier_ids):
        """Finds the customers first, which is best if there are few of them."""
        schemes = list(self._customer_tier_schemes())
        shown = SQL("s.scheme_id = ANY(%s)", schemes)
        if len(schemes) > 1:
            shown = SQL(
                """%s AND NOT EXISTS (
                    SELECT FROM customer_tier_standing earlier
                     WHERE earlier.partner_id = s.partner_id
                       AND array_position(%s, earlier.scheme_id)
                         < array_position(%s, s.scheme_id))""",
                shown,
                schemes,
                schemes,
            )
        return SQL(
            "%s = ANY(ARRAY(SELECT s.partner_id FROM customer_tier_standing s"
            " WHERE s.tier_id = ANY(%s) AND %s))",
            self._field_to_sql(alias, "commercial_partner_id"),
            tier_ids,
            shown,
        )

    # ---------------------------------------------------------------- actions

    def action_view_customer_tier(self):
        """Open the tier of this customer and its details."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "customer.tier.standing",
            "res_id": self.customer_tier_standing_id.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def unlink(self):
        # Customers with a history cannot be deleted. For contacts who never bought,
        # no history has to be kept, so imported addresses can be deleted.
        self.check_access("unlink")
        self.env["customer.tier.change"]._forget_strangers(self)
        return super().unlink()
