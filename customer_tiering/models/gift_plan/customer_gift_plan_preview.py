from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...gifting.rules import ALL, COMPANY, NOTHING
from ...tools.groups import MANAGER_GROUP


class CustomerGiftPlan(models.Model):
    """A preview of a plan, before any gift is created."""

    _inherit = "customer.gift.plan"

    preview_html = fields.Html(
        string="Preview",
        compute="_compute_preview_html",
        sanitize=False,
        groups=MANAGER_GROUP,
    )

    def _budget_preview(self):
        """What the budget would allow now; nothing is written.

        ``{"tiers": [{"tier", "customers", "average", "total", "notes"}], "customers",
        "total", "pool", "left", "none"}``; ``notes`` and ``none`` (customers without a
        gift) are ``{amount_note: customers}``, see `_allocate`; ``pool`` is what is
        left for the plan, None without a pool.
        """
        self.ensure_one()
        planner = self.env["customer.gift.planner"].sudo()
        budget = self.budget_id.sudo()
        frame = budget._allocate(self.sudo(), planner._collect(self.sudo()))
        given = frame["form"].notna()
        none = frame.loc[~given, "amount_note"].fillna(NOTHING)
        frame = frame[given]
        sums = frame.groupby("tier_id")["amount"].agg(["size", "sum"])
        notes = frame.groupby(["tier_id", "amount_note"]).size()
        tiers = self.env["customer.tier"].with_context(active_test=False)
        ordered = tiers.browse(int(id_) for id_ in sums.index.tolist()).sorted()
        found = sums.to_dict("index")
        rows = [
            {
                "tier": tier,
                "customers": int(found[tier.id]["size"]),
                "average": found[tier.id]["sum"] / found[tier.id]["size"],
                "total": found[tier.id]["sum"],
                "notes": {
                    note: count
                    for (of, note), count in notes.to_dict().items()
                    if of == tier.id
                },
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
            "none": none.value_counts().to_dict(),
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
            self.env._("Reason"),
        )
        rows = [
            (
                row["tier"].name,
                row["customers"],
                money(row["average"]),
                money(row["total"]),
                self._told_notes(row["notes"]),
            )
            for row in preview["tiers"]
        ]
        rows.append(
            (self.env._("All"), preview["customers"], "", money(preview["total"]), "")
        )
        if preview["pool"] is None:
            note = self.env._("The budget has no pool, so nothing limits the total.")
        else:
            note = self.env._(
                "%(pool)s is left in the pool; this plan would leave %(left)s.",
                pool=money(preview["pool"]),
                left=money(preview["left"]),
            )
        if preview["none"]:
            note = self.env._(
                "%(count)s more customers get no gift. %(reasons)s %(pool)s",
                count=sum(preview["none"].values()),
                reasons=self._told_notes(preview["none"]),
                pool=note,
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

    def _told_notes(self, notes):
        """``{amount_note: customers}`` as text."""
        return " ".join(
            self.env._(
                "%(reason)s (%(count)s)",
                reason=self.env["customer.gift.budget"]._note_text(note),
                count=count,
            )
            for note, count in notes.items()
        )

    def action_preview_budget(self):
        """Show a preview of this plan; nothing is created."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(MANAGER_GROUP):
            raise UserError(
                self.env._(
                    "Only managers can preview what a plan would cost. Ask one of them."
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Expected Cost of This Plan"),
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
