from odoo import Command

from ..common import AS_OF
from ..gifts import GiftCase

# in every text of the victims; and, in the gifts, what only their own people may read
SECRET = "Nightingale"
SECRET_GIFT = "Nightingale's tea"
# net revenue of the best customer, which nothing else comes to
SECRET_FIGURE = "8319.42"
EVERYTHING = (
    "base.group_user,sales_team.group_sale_manager,account.group_account_manager,"
    "customer_tiering.group_customer_tier_admin,"
    "customer_tiering.group_customer_tier_compliance,"
    "customer_tiering.group_customer_tier_profile"
)
# standard tables that the addon's methods touch
STANDARD = ("res.partner", "sale.order", "account.move", "res.company", "ir.attachment")


class VictimsCase(GiftCase):
    """One company with records of every kind, the victims, and who goes for them.

    ``public``, ``portal`` (the best customer), ``plain`` (an employee without a role),
    ``rival`` (a salesperson of none of the customers), ``accountant``, and ``foreign``,
    who is everything there is, in another company.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.best = cls.buyers[0]
        cls.pyramid.name = f"{SECRET} pyramid"
        cls.occasion.name = f"{SECRET} day"
        cls.budget.name = f"{SECRET} budget"
        cls.chief = cls.user("chief", groups=EVERYTHING)
        elsewhere = cls.new_company("Elsewhere Inc.")
        cls.people = {
            "public": cls.env.ref("base.public_user"),
            "portal": cls.user("portal", groups="base.group_portal"),
            "plain": cls.user("plain", groups="base.group_user"),
            "rival": cls.user("rival", groups="sales_team.group_sale_salesman"),
            "accountant": cls.user("acc", groups="account.group_account_invoice"),
            "foreign": cls.user("foreign", elsewhere, groups=EVERYTHING),
        }
        cls.people["portal"].partner_id.parent_id = cls.best
        cls._make_victims()
        cls.env.flush_all()
        cls.victims = cls._find_victims()

    # ------------------------------------------------------------ the victims

    @classmethod
    def _make_victims(cls):
        cls.pyramid.write(
            {
                "criterion_ids": [
                    Command.create(
                        {
                            "metric_id": cls.metric("net_revenue").id,
                            "method": "bands",
                            "band_ids": [Command.create({"start": 0, "points": 1})],
                        }
                    )
                ],
                "cap_ids": [
                    Command.create(
                        {
                            "tier_id": cls.tier["SMALL"].id,
                            "metric_id": cls.metric("net_revenue").id,
                            "above": 1e9,
                        }
                    )
                ],
            }
        )
        told = {"description": SECRET_GIFT, "purpose": f"{SECRET} thanks"}
        cls.plan = cls.new_plan(name=f"{SECRET} plan", purpose=f"{SECRET} thanks")
        cls.gift_open = cls.gift(cls.best, plan_id=cls.plan.id, **told)
        cls.gift_given = cls.gift(cls.buyers[1], **told)
        cls.gift_given.action_approve()
        cls.gift_given.action_give()
        cls._make_samples()
        cls._make_entitlement()
        cls._make_results()
        cls._make_statements()
        # bought once more, and evaluated again: a change, an undo, a figure of its own
        cls.invoices([(cls.best, 7319.42)])
        cls.evaluation = cls.evaluate(cls.pyramid)
        cls.evaluation.action_check(SECRET)
        figures = cls.env["customer.tier.evaluation.figure"]
        kept = figures.search([("evaluation_id", "=", cls.evaluation.id)], limit=1)
        # as if it had been checked with another figure
        cls.update(kept, net_revenue=1)
        cls.evaluation._compare()
        cls._make_worth()
        cls._make_play()
        cls._make_segments()
        cls._make_group()
        cls._make_wizards()

    @classmethod
    def _make_play(cls):
        """A playbook with a branch, opened for the best customer."""
        playbook = cls.playbook = cls.env["customer.playbook"].create(
            {
                "name": f"{SECRET} playbook",
                "description": SECRET,
                "trigger": "new",
                "scheme_id": cls.pyramid.id,
                "first_occurrence_from": "2000-01-01",
                "step_ids": [
                    Command.create(
                        {
                            "activity_type_id": cls.env.ref(
                                "customer_tiering.mail_activity_type_welcome"
                            ).id,
                            "script": SECRET,
                            "question": f"{SECRET}?",
                            "answer_ids": [
                                Command.create({"text": f"{SECRET} {text}"})
                                for text in ("yes", "no")
                            ],
                        }
                    )
                ],
            }
        )
        today = playbook._today()
        play = cls.env["customer.playbook.play"].create(
            {
                "playbook_id": playbook.id,
                "company_id": cls.company.id,
                "partner_id": cls.best.id,
                "user_id": cls.seller.id,
                "occurrence": SECRET,
                "reason": f"{SECRET}: {SECRET_FIGURE}",
                "opened_on": today,
                "opened_at": today,
            }
        )
        play._add_step(playbook.step_ids)._plan()
        cls.env["customer.playbook.start"].create(
            {
                "playbook_id": playbook.id,
                "tier_id": cls.tier["TOP"].id,
                "date": AS_OF,
            }
        )
        cls.env["customer.playbook.proof"].create(
            {
                "playbook_id": playbook.id,
                "days": 30,
                "opened_before": today,
                "treated_revenue": SECRET_FIGURE,
                "reordered": "few",
                "revenue": "few",
                "wait": "few",
            }
        )

    @classmethod
    def _make_segments(cls):
        """The same customers in segments, on their screen."""
        preset = cls.env["customer.tier.preset.wizard"].create(
            {"preset": "six_segments", "company_id": cls.company.id}
        )
        segments = preset._set_up()
        segments.write(
            {"name": f"{SECRET} segments", "domain": cls.pyramid.domain, "tz": "UTC"}
        )
        cls.evaluate(segments)

    @classmethod
    def _make_group(cls):
        """A group of all customers, the best one among them."""
        cls.env["customer.group"].create(
            {
                "name": f"{SECRET} circle",
                "description": SECRET,
                "scheme_id": cls.pyramid.id,
                "moderator_id": cls.seller.id,
            }
        )

    @classmethod
    def metric(cls, code):
        return cls.env["customer.tier.metric"].search([("code", "=", code)])

    @classmethod
    def _make_samples(cls):
        cls.env["customer.tier.benefit"].create(
            {
                "name": f"{SECRET} samples",
                "scheme_id": cls.pyramid.id,
                "line_ids": [
                    Command.create({"tier_id": cls.tier["TOP"].id, "amount": 3000})
                ],
            }
        )
        cls.product.standard_price = 10
        cls.sample_order = cls.order(cls.best, confirm=False)
        cls.sample_order.order_line.write(
            {"price_unit": 0, "customer_tier_sample": True}
        )
        cls.sample_order.action_confirm()

    @classmethod
    def _make_entitlement(cls):
        """A training of the best customer, accepted."""
        training = cls.env["customer.tier.benefit"].create(
            {
                "name": f"{SECRET} training",
                "kind": "training",
                "scheme_id": cls.pyramid.id,
                "line_ids": [
                    Command.create(
                        {"tier_id": cls.tier["TOP"].id, "interval_months": 3}
                    )
                ],
            }
        )
        cls.env["customer.tier.entitlement"]._night(training)
        cls.entitlement = training.entitlement_ids
        cls.entitlement._answer("accepted", "salesperson", note=SECRET)

    @classmethod
    def _make_worth(cls):
        """Tiers without a line are not limited: samples that are inverted."""
        cls.env["customer.tier.inversion.check"]._of(cls.company)
        cls.env["customer.tier.benefit.cost"]._read_again(cls.company)

    @classmethod
    def _make_results(cls):
        """What only the engine writes, and what people set up."""
        in_plan = {"plan_id": cls.plan.id, "company_id": cls.company.id}
        records = {
            "customer.gift.comparison": {**in_plan, "partner_id": cls.best.id},
            "customer.gift.effect": {
                "plan_id": cls.plan.id,
                "days": 30,
                "verdict": "none",
                "computed_on": AS_OF,
                "arm_ids": [Command.create({"days": "30", "arm": "given"})],
            },
            "customer.gift.spot.draw": {
                "company_id": cls.company.id,
                "seed": SECRET,
                "drawn_on": "2025-07-01",
            },
            "customer.gift.spot.check": {
                "gift_id": cls.gift_given.id,
                "company_id": cls.company.id,
                "note": SECRET,
            },
            "customer.gift.budget.cap": {
                "budget_id": cls.budget.id,
                "scope": "company",
                "amount": 1e6,
            },
            "customer.gift.delegation": {
                "user_id": cls.manager.id,
                "deputy_id": cls.seller.id,
                "date_from": AS_OF,
                "date_to": AS_OF,
                "company_id": cls.company.id,
                "note": SECRET,
            },
            "customer.gift.request": {
                "gift_id": cls.gift_open.id,
                "user_id": cls.seller.id,
                "kind": "created",
            },
            "customer.gift.policy": {
                "name": f"{SECRET} rule",
                "code": "C07",
                "severity": "warn",
                "company_id": cls.company.id,
            },
            "customer.gift.tag": {"name": "Tag of the test"},
            "customer.gift.pseudonym": {
                "name": "Recipient 0",
                "user_id": cls.chief.id,
                "date": AS_OF,
                "reason": "Asked for it",
            },
            "customer.gift.pseudonym.request": {
                "contact_id": cls.contact(cls.best).id,
                "user_id": cls.chief.id,
                "date": AS_OF,
                "reason": SECRET_GIFT,
                "gift_ids": cls.gift_open.ids,
                "company_ids": cls.company.ids,
            },
            "customer.product.feedback": {
                "product_tmpl_id": cls.product.product_tmpl_id.id,
                "text": SECRET,
                "partner_id": cls.best.id,
                "company_id": cls.company.id,
            },
            "customer.preference": {
                "partner_id": cls.contact(cls.best).id,
                "company_id": cls.company.id,
                "text": SECRET_GIFT,
            },
            "customer.quality.review": {
                "partner_id": cls.best.id,
                "company_id": cls.company.id,
                "remark": SECRET_GIFT,
                "distracts": "3",
                "asks_weakness": "3",
            },
            "customer.tier.no.need": {
                "partner_id": cls.buyers[8].id,
                "company_id": cls.company.id,
                "reason": SECRET,
            },
            "customer.tier.override": {
                "partner_id": cls.buyers[9].id,
                "scheme_id": cls.pyramid.id,
                "tier_id": cls.tier["SMALL"].id,
                "reason": SECRET,
            },
            "customer.tier.product": {
                "scheme_id": cls.pyramid.id,
                "company_id": cls.company.id,
                "tier_id": cls.tier["TOP"].id,
                "product_tmpl_id": cls.product.product_tmpl_id.id,
            },
            "customer.tier.evaluation.issue": {
                "evaluation_id": cls.pyramid.last_evaluation_id.id,
                "reason": "no_date",
            },
        }
        for model, values in records.items():
            cls.env[model].create(values)

    @classmethod
    def _make_statements(cls):
        """One that the best customer was sent, and one that another one reads."""
        common = {
            "company_id": cls.company.id,
            "scheme_id": cls.pyramid.id,
            "date": AS_OF,
            "state": "sent",
        }
        cls.statement, cls.statement_of_other = cls.env[
            "customer.tier.statement"
        ].create(
            [
                {
                    **common,
                    "partner_id": partner.id,
                    "name": f"{words} statement",
                    "body": f"<p>{words} status</p>",
                    "note": SECRET,
                    "user_id": cls.chief.id,
                    "tier_id": cls.tier["TOP"].id,
                }
                for partner, words in (
                    (cls.best, "Public"),
                    (cls.buyers[1], SECRET),
                )
            ]
        )
        samples = cls.env["customer.tier.benefit"].search(
            [("scheme_id", "=", cls.pyramid.id)], limit=1
        )
        cls.env["customer.tier.benefit.saving"].create(
            {
                "benefit_id": samples.id,
                "company_id": cls.company.id,
                "partner_id": cls.best.id,
                "order_id": cls.sample_order.id,
                "date": AS_OF,
                "amount": 8319.42,
            }
        )

    @classmethod
    def _make_wizards(cls):
        """One of each, of somebody of the company."""
        as_chief = cls.seen_by(cls.chief, cls.env["customer.tier.scheme"]).env
        scheme = as_chief["customer.tier.scheme"].browse(cls.pyramid.id)
        as_chief["customer.tier.standing"].search(
            [("partner_id", "=", cls.best.id), ("scheme_id", "=", scheme.id)]
        ).action_view_overdue()
        scheme.action_export()
        scheme.action_preview()
        as_chief["res.partner"].browse(cls.best.id).action_refresh_customer_tier()
        days = {"date_from": AS_OF, "date_to": AS_OF}
        migration = as_chief["customer.tier.migration"].create(
            {"scheme_id": scheme.id, "date_from": "2020-01-01"}
        )
        migration.action_open_cell(-1, cls.tier["TOP"].id)
        as_chief["customer.tier.payment.line"].sudo().create({"amount": 1})
        as_chief["customer.tier.sales.line"].sudo().create({"revenue": 1})
        cls.env["ir.attachment"].create(
            {
                "name": SECRET_GIFT,
                "raw": SECRET_GIFT,
                "res_model": "customer.gift",
                "res_id": cls.gift_open.id,
            }
        )
        setup = {"company_id": cls.company.id}
        amounts = [Command.create({"tier_id": cls.tier["TOP"].id, "amount": 1})]
        of_best = {"partner_id": cls.best.id}
        some = {"partner_ids": cls.best.ids}
        for model, values in {
            "customer.tier.grid": {"scheme_id": scheme.id},
            "customer.tier.override.wizard": {
                **some,
                "scheme_id": scheme.id,
                "tier_id": cls.tier["TOP"].id,
                "reason": SECRET,
            },
            "customer.tier.evaluation.check": {
                "evaluation_id": cls.evaluation.id,
                "remark": SECRET,
            },
            "customer.tier.evaluation.void": {
                "evaluation_id": cls.evaluation.id,
                "reason": SECRET,
            },
            "customer.tier.closed.figures": {"scheme_id": scheme.id},
            "customer.playbook.ask": {
                "activity_id": cls.best.activity_ids[:1].id,
                "feedback": SECRET,
            },
            "customer.playbook.start.wizard": {
                "scheme_id": scheme.id,
                "tier_id": cls.tier["TOP"].id,
                "playbook_id": cls.playbook.id,
            },
            "customer.tier.setup": setup,
            "customer.tier.preset.wizard": setup,
            "customer.gift.setup": {"scheme_id": scheme.id, "line_ids": amounts},
            "customer.tier.benefit.setup": {
                "scheme_id": scheme.id,
                "line_ids": amounts,
            },
            "customer.gift.plan.add": {**some, "plan_id": cls.plan.id},
            "customer.tier.entitlement.close": {
                "entitlement_ids": cls.entitlement.ids,
                "note": SECRET,
            },
            "customer.tier.statement.send": {**some, "scheme_id": scheme.id},
            "customer.gift.reassign": {
                "from_user_id": cls.seller.id,
                "to_user_id": cls.chief.id,
            },
            "customer.gift.give": {"gift_id": cls.gift_open.id, "result_note": SECRET},
            "customer.gift.hold": {"gift_ids": cls.gift_open.ids, "reason": SECRET},
            "customer.gift.entry": {**of_best, "description": SECRET_GIFT},
            "customer.gift.register.print": {**of_best, **days, "recipient": SECRET},
            "customer.gift.register.verify": {"known_hash": SECRET},
            "customer.gift.pseudonymise": {
                "contact_id": cls.contact(cls.best).id,
                "reason": SECRET,
            },
        }.items():
            as_chief[model].create(values)

    @classmethod
    def _find_victims(cls):
        """Model -> the company's records; of a shared model, those of the test."""
        found = {}
        for name in cls.tables():
            model = cls.env[name].with_context(active_test=False)
            if "company_id" in model._fields and model._fields["company_id"].store:
                domain = [("company_id", "=", cls.company.id)]
            elif "scheme_id" in model._fields and model._fields["scheme_id"].store:
                domain = [("scheme_id", "=", cls.pyramid.id)]
            elif model._transient:
                domain = [("create_uid", "=", cls.chief.id)]
            else:
                domain = []
            found[name] = model.search(domain)
        for name in STANDARD:
            model = cls.env[name].with_context(active_test=False)
            domain = {
                "res.partner": [("id", "child_of", cls.buyers.ids)],
                "res.company": [("id", "=", cls.company.id)],
                "ir.attachment": [("res_model", "=like", "customer.%")],
            }.get(name, [("company_id", "=", cls.company.id)])
            found[name] = model.search(domain)
        return found

    @classmethod
    def tables(cls):
        """The addon's own models that have records, views included."""
        return sorted(
            name
            for name, model in cls.env.items()
            if model._original_module == "customer_tiering" and not model._abstract
        )
