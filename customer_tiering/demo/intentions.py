"""What the customers of open opportunities want, and why some definitely do not.

Quoted without feedback is found by itself: some quotations of the pipeline are silent.
"""

import datetime

from odoo import Command, fields
from odoo.tools import SQL

from .products import PRODUCTS

MODULE = "customer_tiering"
PLAYBOOKS = ("interested", "hesitating", "expected")
# in turn, for the open opportunities of each salesperson; one of them is lost for good
TOLD = ("interested", "hesitating", "not_now", "hesitating", "interested", "not_now")
# days until the expected purchase, and how and in what words the customer agreed
LATER = (
    (10, "phone", "Call me before the site opens"),
    (60, "messenger", "A message is fine, no calls please"),
    (120, False, False),
    (12, "email", "Send me the new price list by then"),
)
# what customers missed, in their words
MISSED = (
    "No certificate for outdoor use",
    "Rusts within a year near the sea",
    "Only in large boxes; we need 50 pieces",
    "The heads strip with our bits",
)


def create_intentions(env, company):
    """Create them for the demo company, once; ``env`` is the superuser's."""
    leads = env["crm.lead"]
    scheme = env.ref(f"{MODULE}.scheme_pyramid", raise_if_not_found=False)
    domain = [("company_id", "=", company.id), ("type", "=", "opportunity")]
    told = ("customer_tier_intention_said", "!=", False)
    if not scheme or leads.search_count([*domain, told], limit=1):
        return False
    pending = [("won_status", "=", "pending"), ("partner_id", "!=", False)]
    pipeline = leads.search(
        [
            *(*domain, *pending, ("user_id", "!=", False)),
            ("customer_tier_intention", "=", False),
        ],
        order="id",
    )
    for people in pipeline.grouped("user_id").values():
        _tell(people)
    _lose(env, pipeline)
    _date_back(env, pipeline)
    _follow(env, scheme)
    return True


def _tell(people):
    """Two of three have told something."""
    later = 0
    for place, lead in enumerate(people[: 2 * len(people) // 3 + 1]):
        lead.customer_tier_intention_said = TOLD[place % len(TOLD)]
        if lead.customer_tier_intention_said == "not_now":
            days, channel, words = LATER[later % len(LATER)]
            later += 1
            lead.date_deadline = fields.Date.today() + datetime.timedelta(days=days)
            lead.customer_tier_reminder_channel = channel
            lead.customer_tier_consent_text = words


def _lose(env, pipeline):
    """The last ones: one is still open, the others are lost, and say why."""
    reason = env["crm.lost.reason"].create(
        {"name": "The product lacks something", "customer_tier_product_feedback": True}
    )
    codes = [code for _category, code, *_ in PRODUCTS[:2]]
    products = env["product.template"].search([("default_code", "in", codes)])
    last = pipeline[-len(MISSED) - 1 :]
    last.customer_tier_intention_said = "no"
    for place, (lead, words) in enumerate(zip(last[1:], MISSED, strict=False)):
        wizard = env["crm.lead.lost"].with_user(lead.user_id)
        wizard.with_context(allowed_company_ids=lead.company_id.ids).create(
            {
                "lead_ids": [Command.set(lead.ids)],
                "lost_reason_id": reason.id,
                "customer_tier_definitely_not": True,
                "customer_tier_product_tmpl_id": products[place % len(products)].id,
                "customer_tier_feedback": words,
            }
        ).action_lost_reason_apply()


def _date_back(env, leads):
    """They were told some days ago."""
    leads.flush_recordset()
    env.cr.execute(
        SQL(
            "UPDATE crm_lead SET customer_tier_intention_on ="
            " customer_tier_intention_on - id %% 7 * INTERVAL '1 day'"
            " WHERE id = ANY(%s)",
            leads.ids,
        )
    )
    leads.invalidate_recordset()


def _follow(env, scheme):
    """The playbooks of intentions are on, and open what is due."""
    playbooks = env["customer.playbook"]
    for name in PLAYBOOKS:
        playbook = env.ref(f"{MODULE}.playbook_{name}", raise_if_not_found=False)
        if playbook:
            playbook.write(
                {
                    "scheme_id": scheme.id,
                    "first_occurrence_from": scheme._today()
                    - datetime.timedelta(days=7),
                    "active": True,
                }
            )
            playbooks |= playbook
    playbooks._run()
