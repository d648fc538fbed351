"""What the wholesaler's best customers were told, and one of them on the portal."""

from odoo import Command, fields

MODULE = "customer_tiering"
BUYER = "demo_user_customer"
# lines of the order that the customer saved something on: article, quantity
ORDER = ((0, 12), (3, 40), (7, 5))
TIERS = ("top", "big")
PUBLIC_TOOLING = "Moulds and dies for your orders, free of charge."


def create_statements(env, company):
    """Send statements to the best customers, once; no mail leaves the demo."""
    if env.ref(f"{MODULE}.{BUYER}", raise_if_not_found=False):
        return False
    scheme = env.ref(f"{MODULE}.scheme_pyramid", raise_if_not_found=False)
    if not scheme or not scheme.last_evaluation_id:
        return False
    scheme.tell_gap = True
    tooling = env["customer.tier.benefit.line"].search(
        [("benefit_id.scheme_id", "=", scheme.id), ("benefit_id.kind", "=", "other")]
    )
    tooling.public_text = PUBLIC_TOOLING
    tiers = [env.ref(f"{MODULE}.tier_{code}").id for code in TIERS]
    customers = (
        env["customer.tier.standing"]
        .search([("scheme_id", "=", scheme.id), ("tier_id", "in", tiers)])
        .partner_id.filtered(lambda one: one.active and one.email)
    )
    statements = env["customer.tier.statement"]
    reached = statements._reach(scheme, customers)
    told = customers.browse([one.customer_id for one in reached if not one.reason])
    if not told:
        return False
    _follow_the_tier(company, told)
    customer = _one_who_can_answer(env, company, told)
    _create_buyer(env, company, customer)
    _order_by_tier(env, company, customer)
    made = statements._open_for(scheme, reached, "draft")
    made._make()
    sent = made.filtered(lambda one: one.tier_id.code == "TOP")
    sent |= made.filtered(lambda one: one.partner_id == customer)
    sent.write({"state": "sent", "sent_on": fields.Datetime.now()})
    return True


def _follow_the_tier(company, customers):
    """Their own list is the one for everybody, which would hide that of their tier."""
    for one in customers:
        if one.specific_property_product_pricelist.currency_id == company.currency_id:
            one.specific_property_product_pricelist = False


def _one_who_can_answer(env, company, customers):
    """A customer with the tier's prices who is offered something, if there is one."""
    tiered = customers.filtered(
        lambda one: (
            not one.specific_property_product_pricelist
            and one.country_id == company.country_id
        )
    )
    # what is offered comes before what is due
    training = env["customer.tier.entitlement"].search(
        [("partner_id", "in", tiered.ids), ("state", "in", ("offered", "due"))],
        order="state DESC, id",
        limit=1,
    )
    training.filtered(lambda one: one.state == "due")._answer("offered", "salesperson")
    return (training.partner_id or tiered or customers)[:1]


def _create_buyer(env, company, customer):
    """A contact of ``customer`` who logs in as customer, password customer."""
    return env["res.users"]._load_records(
        [
            {
                "xml_id": f"{MODULE}.{BUYER}",
                "noupdate": True,
                "values": {
                    "name": "Cora Whitlock",
                    "login": "customer",
                    "password": "customer",
                    "email": "cora@example.com",
                    "parent_id": customer.id,
                    "company_id": company.id,
                    "company_ids": [Command.set(company.ids)],
                    "group_ids": [Command.set(env.ref("base.group_portal").ids)],
                },
            }
        ]
    )


def _order_by_tier(env, company, customer):
    """An order with the price list of the customer's tier, confirmed today."""
    articles = env["product.product"].search(
        [("sale_ok", "=", True), ("list_price", ">", 5), ("type", "!=", "service")],
        order="id",
        limit=10,
    )
    order = env["sale.order"].create(
        {
            "partner_id": customer.id,
            "company_id": company.id,
            "user_id": customer.user_id.id,
            "order_line": [
                Command.create(
                    {"product_id": articles[place].id, "product_uom_qty": quantity}
                )
                for place, quantity in ORDER
                if place < len(articles)
            ],
        }
    )
    order.action_confirm()
