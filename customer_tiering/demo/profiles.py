"""What Sam knows about people at the customers, and two reviews, one of them bad."""

import datetime

from odoo import Command, fields

MODULE = "customer_tiering"
# style, temperament, traits, notes (kind, text, source, days ago)
PEOPLE = (
    (
        "style_analytical",
        "temperament_perfect",
        ("regular", "picky", "hurried"),
        (
            ("contact", "Prefers a mail with figures before any call.", "told", 40),
            ("food", "Tea, no coffee.", "observed", 400),
        ),
    ),
    (
        "style_expressive",
        "temperament_lively",
        ("lavish", "pleasure"),
        (("hobby", "Restores old motorcycles; knows every tool.", "told", 120),),
    ),
    (
        "style_dominant",
        False,
        ("hurried", "wealthy"),
        (("dislike", "Does not want to be called on Fridays.", "told", 15),),
    ),
    (
        "style_friendly",
        "temperament_peaceful",
        ("hesitant", "tight"),
        (("family", "Has a daughter who is learning carpentry.", "told", 200),),
    ),
)
ROLES = ("reseller", "end_user", "distributor", "agent")
GOOD = {"asks_strengths": "3", "values_us": "3", "suggests": "2", "refers": "2"}
BAD = {
    "asks_weakness": "3",
    "distracts": "2",
    "needs_service": "3",
    "dissatisfied": "2",
}


def create_profiles(env, company):
    """Create them once; ``env`` is the superuser's."""
    if env["customer.preference"].search_count([], limit=1):
        return False
    scheme = env.ref(f"{MODULE}.scheme_pyramid", raise_if_not_found=False)
    sam = env["res.users"].search([("login", "=", "sales")])
    if not scheme or not scheme.last_evaluation_id or not sam:
        return False
    sam.group_ids = [Command.link(env.ref(f"{MODULE}.group_customer_tier_profile").id)]
    standings = env["customer.tier.standing"].search(
        [
            ("scheme_id", "=", scheme.id),
            ("partner_id.user_id", "=", sam.id),
            ("rank", ">", 0),
        ],
        order="rank",
    )
    people = env["res.partner"].search(
        [
            ("parent_id", "in", standings.partner_id.ids),
            ("type", "=", "contact"),
        ]
    )
    _note(env, company, sam, standings, people)
    _refer(env, scheme, standings)
    _review(env, company, sam, standings)
    return True


def _refer(env, scheme, standings):
    """The best customer brought two, one of them brought another, and a prospect."""
    customers = standings.partner_id
    if len(customers) < 10:
        return
    best, first, second, third = (customers[place] for place in (0, 3, 5, 8))
    (first | second).customer_tier_referrer_id = best
    third.customer_tier_referrer_id = second
    prospect = env["customer.tier.standing"].search(
        [("scheme_id", "=", scheme.id), ("lifecycle", "=", "prospect")],
        order="partner_id",
        limit=1,
    )
    prospect.partner_id.customer_tier_referrer_id = best


def _note(env, company, sam, standings, people):
    today = fields.Date.context_today(sam)
    for person, role, (style, temperament, traits, notes) in zip(
        people, ROLES, PEOPLE, strict=False
    ):
        person.commercial_partner_id.customer_tier_role = role
        person.write(
            {
                "customer_tier_style_id": env.ref(f"{MODULE}.{style}").id,
                "customer_tier_temperament_id": temperament
                and env.ref(f"{MODULE}.{temperament}").id,
                "customer_tier_trait_ids": [
                    Command.set([env.ref(f"{MODULE}.trait_{one}").id for one in traits])
                ],
                "customer_tier_noted_by_id": sam.id,
            }
        )
        env["customer.preference"].create(
            [
                {
                    "partner_id": person.id,
                    "company_id": company.id,
                    "kind": kind,
                    "text": text,
                    "source": source,
                    "author_id": sam.id,
                    "date": today - datetime.timedelta(days=ago),
                    "review_date": today + datetime.timedelta(days=365 - ago),
                }
                for kind, text, source, ago in notes
            ]
        )


def _review(env, company, sam, standings):
    """The best of Sam's customers, and one far behind who takes much of their time."""
    best, bad = standings[:1], standings[len(standings) // 2 :][:1]
    for standing, values in ((best, GOOD), (bad, BAD)):
        review = env["customer.quality.review"].create(
            {
                "partner_id": standing.partner_id.id,
                "company_id": company.id,
                "user_id": sam.id,
                "manager_id": env.ref("base.user_admin").id,
                **values,
            }
        )
        review.action_finish()
