from odoo import Command
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from ..common import AS_OF
from .attack import STRANGERS, AttackCase
from .attack_victims import SECRET

# fields that say nothing about anybody; each is seen by whoever sees the record
HARMLESS = {
    "customer_gift_ok",
    "customer_gift_forbidden_kind",
    "customer_gift_sensitive",
    "customer_gift_promotional",
    "customer_gift_policy_mode",
    "customer_gift_policy_template",
    "customer_gift_keep_years",
    "customer_tier_keep_months",
    "customer_tier_own_customers",
    # False for whoever is not a user of customer tiers, see test_gift_samples.py
    "customer_tier_sample_asks",
}


@tagged("post_install", "-at_install")
class TestAttackReach(AttackCase):
    """What is one's own does not reach over into what is others'."""

    # ------------------------------------------------------------ where it ends up

    def test_own_records_moved_to_victims(self):
        """What somebody of another company may change does not end up in this one."""
        for record in self.own_of("foreign"):
            for field in record._fields.values():
                victims = field.type == "many2one" and self.victims.get(
                    field.comodel_name
                )
                if victims and field.store and not field.related:
                    self.attack(
                        "foreign",
                        f"{record._name}.write {field.name}",
                        self.move(record, field.name, victims[0].id),
                    )
        self.judge("own records moved to victims")

    def move(self, record, name, value):
        def do(env):
            call_kw(env[record._name], "write", [record.ids, {name: value}], {})
            env.flush_all()
            env.invalidate_all()
            company = record.sudo().company_id
            if company == self.company:
                return f"{SECRET}: it is in {company.name}"
            return None

        return do

    def own_of(self, role):
        """Records that ``role`` has made in their own company."""
        env = self.seen_by(self.people[role], self.pyramid).env
        company = env.user.company_id
        day = {"date_from": AS_OF, "date_to": AS_OF}
        scheme = self.scheme(company_id=company.id).with_env(env)
        scheme.sudo().last_evaluation_id = False
        budget = env["customer.gift.budget"].create(
            {
                "name": "Own",
                "scheme_id": scheme.id,
                "line_ids": [
                    Command.create({"tier_id": self.tier["TOP"].id, "amount": 1})
                ],
                **day,
            }
        )
        occasion = env["customer.gift.occasion"].create(
            {"name": "Own", "company_id": company.id}
        )
        feast = env["customer.gift.occasion.date"].create(
            {"occasion_id": occasion.id, "date": AS_OF}
        )
        partner = {"partner_id": self.buyers[7].id}
        of_scheme = {"scheme_id": scheme.id, "tier_id": self.tier["TOP"].id}
        return [
            scheme,
            scheme.rule_ids[0],
            budget,
            budget.line_ids,
            occasion,
            feast,
            *(
                env[model].create(values)
                for model, values in {
                    "customer.gift.plan": {
                        "name": "Own",
                        "purpose": "Own",
                        "budget_id": budget.id,
                        "occasion_date_id": feast.id,
                    },
                    "customer.gift": {
                        **partner,
                        "date": AS_OF,
                        "description": "Own",
                        "company_id": company.id,
                    },
                    "customer.gift.budget.cap": {
                        "budget_id": budget.id,
                        "scope": "company",
                        "amount": 1,
                    },
                    "customer.gift.delegation": {
                        "deputy_id": self.people["rival"].id,
                        "company_id": company.id,
                        **day,
                    },
                    "customer.gift.policy": {
                        "name": "Own",
                        "code": "C07",
                        "severity": "block",
                        "company_id": company.id,
                    },
                    "customer.tier.benefit": {"name": "Own", "scheme_id": scheme.id},
                    "customer.tier.no.need": {
                        **partner,
                        "company_id": company.id,
                        "reason": "Own",
                    },
                    "customer.tier.override": {**partner, **of_scheme, "reason": "Own"},
                    "customer.tier.cap": {
                        **of_scheme,
                        "metric_id": self.metric("net_revenue").id,
                        "above": 1,
                    },
                    "customer.tier.criterion": {
                        "scheme_id": scheme.id,
                        "metric_id": self.metric("net_revenue").id,
                    },
                }.items()
            ),
        ]

    def test_a_tier_of_another_company_is_not_learned_by_a_gift(self):
        """Who names its scheme on a gift of their own is not told the tier."""
        env = self.seen_by(self.people["foreign"], self.pyramid).env
        with self.assertRaises(AccessError):
            env["customer.gift"].create(
                {
                    "partner_id": self.best.id,
                    "scheme_id": self.pyramid.id,
                    "date": AS_OF,
                    "description": "Tea",
                }
            )

    # ------------------------------------------------------------ on standard models

    def test_fields_on_standard_models(self):
        """Nothing of ours is told to the customer himself, nor to the public."""
        for model, records in self.standard_records().items():
            ours = [
                field.name
                for field in self.env[model]._fields.values()
                if field._module == "customer_tiering" and field.name not in HARMLESS
            ]
            self.assertTrue(ours, model)
            for role in STRANGERS:
                env = self.seen_by(self.people[role], self.pyramid).env
                for name in ours:
                    with self.subTest(role=role, model=model, field=name):
                        with self.assertRaises(AccessError):
                            records.with_env(env).read([name])
                        with self.assertRaises(AccessError):
                            env[model].search([(name, "!=", False)])
                        tells = [
                            lambda env=env, model=model, name=name: env[
                                model
                            ].formatted_read_group([], [name])
                        ]
                        # Odoo ignores an order by many records, so it tells nothing
                        if env[model]._fields[name].type != "many2many":
                            tells.append(
                                lambda env=env, model=model, name=name: env[
                                    model
                                ].search([], order=name)
                            )
                        for tell in tells:
                            self.assertTrue(self.is_refused(tell))

    def is_refused(self, do):
        """Not by a right alone: some fields cannot be sorted or grouped by at all."""
        try:
            do()
        except (AccessError, ValueError):
            return True
        return False

    def standard_records(self):
        portal = self.people["portal"]
        # a customer sees their own order and invoice in the portal
        self.sample_order.message_subscribe(portal.partner_id.ids)
        return {
            "res.partner": portal.partner_id,
            "sale.order": self.sample_order,
            "account.move": self.victims["account.move"][:1],
            "crm.lead": self.lead(self.best),
            "product.template": self.product.product_tmpl_id,
            "res.company": self.company,
        }
