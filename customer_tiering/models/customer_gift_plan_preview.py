from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..gifting.rules import ALL, COMPANY


class CustomerGiftPlan(models.Model):
    """What a plan would come to, before any gift is made."""

    _inherit = "customer.gift.plan"

    preview_html = fields.Html(
        string="Preview",
        compute="_compute_preview_html",
        sanitize=False,
        groups="customer_tiering.group_customer_tier_manager",
    )

    def _budget_preview(self):
        """What the budget would allow now, nothing written.

        ``{"tiers": [{"tier", "customers", "average", "total", "cut"}], "customers",
        "total", "pool", "left"}``; ``cut`` counts customers whose amount a pool or cap
        has cut; ``pool`` is what is left for the plan, None without a pool.
        """
        self.ensure_one()
        planner = self.env["customer.gift.planner"].sudo()
        budget = self.budget_id.sudo()
        frame = budget._allocate(self.sudo(), planner._collect(self.sudo()))
        frame = frame[frame["form"].notna()]
        cut = frame["amount_note"].astype("str").str.match("pool_scaled|capped_")
        sums = (
            frame.assign(cut=cut)
            .groupby("tier_id")
            .agg(
                customers=("amount", "size"),
                total=("amount", "sum"),
                cut=("cut", "sum"),
            )
        )
        tiers = self.env["customer.tier"].with_context(active_test=False)
        ordered = tiers.browse(int(id_) for id_ in sums.index.tolist()).sorted()
        found = sums.to_dict("index")
        rows = [
            {
                "tier": tier,
                "customers": int(found[tier.id]["customers"]),
                "average": found[tier.id]["total"] / found[tier.id]["customers"],
                "total": found[tier.id]["total"],
                "cut": int(found[tier.id]["cut"]),
            }
            for tier in ordered
        ]
        pools = [
            max(limit.amount - limit.used.get(ALL, 0.0), 0.0)
            for limit in budget._limits(self.occasion_id, leave_out=self)
            if limit.scope == COMPANY
        ]
        total = sum(row["total"] for row in rows)
        pool = min(pools) if pools else None
        return {
            "tiers": rows,
            "customers": sum(row["customers"] for row in rows),
            "total": total,
            "pool": pool,
            "left": None if pool is None else pool - total,
        }

    @api.depends("budget_id", "occasion_date_id")
    @api.depends_context("lang")
    def _compute_preview_html(self):
        for plan in self:
            if not plan.budget_id or not plan.occasion_date_id:
                plan.preview_html = False
                continue
            plan.preview_html = plan._preview_table(plan._budget_preview())

    def _preview_table(self, preview):
        money = self.currency_id.format
        heads = (
            self.env._("Tier"),
            self.env._("Customers"),
            self.env._("Average"),
            self.env._("Total"),
            self.env._("Cut by a Pool or Cap"),
        )
        rows = [
            (
                row["tier"].name,
                row["customers"],
                money(row["average"]),
                money(row["total"]),
                row["cut"] or "",
            )
            for row in preview["tiers"]
        ]
        rows.append(
            (self.env._("All"), preview["customers"], "", money(preview["total"]), "")
        )
        if preview["pool"] is None:
            note = self.env._("The budget has no pool: nothing limits the total.")
        else:
            note = self.env._(
                "%(pool)s are left in the pool; this plan would leave %(left)s.",
                pool=money(preview["pool"]),
                left=money(preview["left"]),
            )
        cell = Markup('<td class="text-end">%s</td>')
        first = Markup('<th scope="row">%s</th>')
        return Markup(
            '<table class="table table-sm w-auto"><thead><tr>%s</tr></thead>'
            "<tbody>%s</tbody></table><p>%s</p>"
        ) % (
            Markup("").join(Markup('<th scope="col">%s</th>') % head for head in heads),
            Markup("").join(
                Markup("<tr>%s</tr>")
                % (
                    first % row[0]
                    + Markup("").join(cell % (value,) for value in row[1:])
                )
                for row in rows
            ),
            note,
        )

    def action_preview_budget(self):
        """Show what this plan would come to; nothing is made."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("customer_tiering.group_customer_tier_manager"):
            raise UserError(
                self.env._("Only managers see what a plan would come to. Ask one.")
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What This Plan Would Come to"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [
                (
                    self.env.ref(
                        "customer_tiering.customer_gift_plan_view_form_preview"
                    ).id,
                    "form",
                )
            ],
            "target": "new",
        }
