from datetime import timedelta

from odoo import models

from ...classification import frame as columns
from ...classification.lifecycle import EXISTING


class CustomerTierEvaluation(models.Model):
    """The results of an evaluation: distribution, bridges, documents not counted."""

    _inherit = "customer.tier.evaluation"

    def _write_result(self, decided, collection):
        """Write the distribution, the bridges and the documents not counted."""
        self.result_ids.unlink()
        self.issue_ids.unlink()
        self.coverage_ids.unlink()
        self.coverage_ids._write_coverage(self, decided)
        self._keep_expectation(collection.expectation)
        revenue = columns.NET_REVENUE.name
        existing = decided["lifecycle"] == EXISTING
        per_tier = decided.groupby("tier").agg(
            customers=(revenue, "count"), value=(revenue, "sum")
        )
        per_tier["existing"] = existing.groupby(decided["tier"]).sum()
        per_tier["existing"] /= max(existing.sum(), 1)
        value = per_tier["value"].sum()
        self.env["customer.tier.evaluation.tier"].create(
            [
                {
                    "evaluation_id": self.id,
                    "tier_id": int(line.Index),
                    "customer_count": int(line.customers),
                    "customer_share": float(line.existing),
                    "net_revenue": float(line.value),
                    "revenue_share": float(line.value / value) if value else 0.0,
                }
                for line in per_tier.itertuples()
            ]
        )
        self.env["customer.tier.evaluation.issue"].create(
            [
                {
                    "evaluation_id": self.id,
                    "reason": issue["reason"],
                    "move_id": int(issue["move_id"]),
                    "partner_id": issue[columns.CUSTOMER] or False,
                    "amount": issue["amount"],
                }
                for issue in _plain_records(collection.issues)
            ]
        )
        bridge = self.env["customer.tier.evaluation.bridge"]._write_bridge(
            self, collection.ledger, decided[columns.CUSTOMER]
        )
        if collection.books:
            self.env["customer.tier.evaluation.bridge"]._write_books(
                self, collection.books, decided[columns.CUSTOMER]
            )
        self.write(
            {
                "customer_count": len(decided),
                "existing_count": int(existing.sum()),
                "lead_count": self._count_leads_beside(),
                **self._revenue_totals(bridge),
            }
        )

    def _revenue_totals(self, bridge):
        """Values of the totals from the steps of the bridge, ``{kind: amount}``."""
        not_counted = ("no_rate", "no_customer", "archived")
        return {
            "revenue_total": bridge["ledger"],
            "revenue_classified": bridge["customers"],
            "revenue_excluded": -bridge["excluded"],
            "revenue_not_counted": -sum(bridge[kind] for kind in not_counted),
        }

    def _count_leads_beside(self):
        companies = [False, *self.scheme_id._covered_companies().ids]
        leads = self.env["crm.lead"].sudo()
        return leads.search_count(
            [
                ("partner_id", "=", False),
                ("company_id", "in", companies),
                ("create_date", "<", self.as_of + timedelta(days=1)),
            ]
        )


def _plain_records(frame):
    """Rows as dicts of plain Python values, None for missing ones."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")
