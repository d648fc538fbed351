from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, Query

GROUP = "customer_tiering.group_customer_tier_user"
# up to this part of the customers, looking their ids up first beats a join
RARE = 0.02


class ResPartner(models.Model):
    """The tier on the contact: read from the standings, never stored here.

    Every contact shows the tier of his commercial partner, in the first scheme of the
    company at work that holds him.
    """

    _inherit = "res.partner"

    customer_tier_id = fields.Many2one(
        "customer.tier",
        compute="_compute_customer_tier",
        search="_search_customer_tier_id",
        compute_sudo=True,
        groups=GROUP,
    )
    customer_tier_color = fields.Integer(
        compute="_compute_customer_tier", compute_sudo=True, groups=GROUP
    )
    customer_tier_standing_id = fields.Many2one(
        "customer.tier.standing",
        compute="_compute_customer_tier",
        compute_sudo=True,
        groups=GROUP,
    )
    customer_tier_no_need_ids = fields.One2many(
        "customer.tier.no.need", "partner_id", groups=GROUP
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company")
    def _compute_customer_tier(self):
        schemes = self._customer_tier_schemes()
        standings = self.env["customer.tier.standing"].search_fetch(
            [
                ("scheme_id", "in", schemes),
                ("partner_id", "in", self.commercial_partner_id.ids),
            ],
            ["partner_id", "scheme_id", "tier_id"],
        )
        shown = {}
        # the first scheme comes last and wins
        for standing in standings.sorted(
            lambda s: schemes.index(s.scheme_id.id), reverse=True
        ):
            shown[standing.partner_id.id] = standing
        for partner in self:
            standing = shown.get(partner.commercial_partner_id.id)
            partner.customer_tier_standing_id = standing
            partner.customer_tier_id = standing.tier_id if standing else False
            partner.customer_tier_color = standing.tier_id.color if standing else 0

    @api.model
    def _customer_tier_schemes(self):
        return self.env["customer.tier.scheme"]._shown_ids(self.env.company.id)

    # ---------------------------------------------------------------- in SQL

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr == "customer_tier_id":
            self._check_field_access(self._fields[field_expr], "read")
            return self._customer_tier_sql(alias, query)
        return super()._field_to_sql(alias, field_expr, query)

    @api.model
    def _customer_tier_sql(self, alias, query):
        """Tier id of the partners under ``alias``; joins the standings to ``query``.

        One left join per scheme: a customer stands once in each, so no row is ever
        doubled, and the ids are literals that the planner can count with.
        """
        tiers = []
        for scheme_id in self._customer_tier_schemes():
            joined = query.make_alias(alias, f"customer_tier_{scheme_id}")
            query.add_join(
                "LEFT JOIN",
                joined,
                "customer_tier_standing",
                SQL(
                    "%s = %s AND %s = %s",
                    SQL.identifier(joined, "partner_id"),
                    SQL.identifier(alias, "commercial_partner_id"),
                    SQL.identifier(joined, "scheme_id"),
                    scheme_id,
                ),
            )
            tiers.append(SQL.identifier(joined, "tier_id"))
        if not tiers:
            return SQL("NULL::integer")
        return (
            tiers[0] if len(tiers) == 1 else SQL("COALESCE(%s)", SQL(", ").join(tiers))
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
        unset = not all(wanted)

        def to_sql(model, alias, query):
            if not negative and not unset and model._customer_tier_is_rare(ids):
                return model._customer_tier_ids_sql(alias, ids)
            tier = model._customer_tier_sql(alias, query)
            parts = [SQL("%s = ANY(%s)", tier, ids)]
            if unset:
                parts.append(SQL("%s IS NULL", tier))
            condition = SQL(" OR ").join(parts)
            if negative:
                # COALESCE: a customer without a tier is not among the tiers
                return SQL("NOT COALESCE((%s), FALSE)", condition)
            return SQL("(%s)", condition)

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _customer_tier_is_rare(self, tier_ids):
        schemes = self._customer_tier_schemes()
        if len(schemes) != 1:
            return False
        counts, total = self.env["customer.tier.scheme"]._tier_counts(schemes[0])
        return sum(counts.get(tier, 0) for tier in tier_ids) <= RARE * total

    @api.model
    def _customer_tier_ids_sql(self, alias, tier_ids):
        return SQL(
            """%s = ANY(ARRAY(
                SELECT c.id
                  FROM customer_tier_standing s
                  JOIN res_partner c ON c.commercial_partner_id = s.partner_id
                 WHERE s.scheme_id = %s AND s.tier_id = ANY(%s)))""",
            SQL.identifier(alias, "id"),
            self._customer_tier_schemes()[0],
            tier_ids,
        )

    # ---------------------------------------------------------------- actions

    def action_view_customer_tier(self):
        """Open where this customer stands."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "customer.tier.standing",
            "res_id": self.customer_tier_standing_id.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def unlink(self):
        # History keeps a customer from being deleted. Of someone who never bought
        # there is none worth keeping: an imported address may go.
        self.check_access("unlink")
        self.env["customer.tier.change"]._forget_strangers(self)
        return super().unlink()
