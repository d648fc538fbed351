"""Hide the examples from Odoo's own demo data in the main company.

Nothing is deleted: contacts, products and leads are archived, and orders and customer
invoices are cancelled. This only affects records from data files, not records that
users created. Without Odoo's demo data, there is nothing to do.
"""

from odoo.fields import Domain

MODULES = ("account", "base", "crm", "product", "sale", "sale_crm", "sales_team")


def set_aside(env, company):
    moves = _examples(env, "account.move", company).filtered(
        lambda m: m.state == "posted" and m.is_sale_document(include_receipts=True)
    )
    moves.button_draft()
    moves.button_cancel()
    orders = _examples(env, "sale.order", company)
    orders.filtered("locked").action_unlock()
    orders.filtered(lambda order: order.state != "cancel")._action_cancel()
    _examples(env, "crm.lead", company).action_archive()
    partners = _examples(env, "res.partner", company)
    # The users of the system are archived, but their contacts are still needed.
    people = env["res.users"].search([("active", "in", [True, False])]).partner_id
    companies = env["res.company"].search([("partner_id", "!=", False)]).partner_id
    partners -= partners.filtered(lambda p: p & people or p.parent_id & people)
    partners -= partners.filtered(lambda p: p.commercial_partner_id & companies)
    partners.filtered(lambda p: not (p.child_ids & people)).action_archive()
    _examples(env, "product.template", company).action_archive()


def _examples(env, model, company):
    """Active records of the model that come from a data file of Odoo."""
    data = env["ir.model.data"].search(
        Domain("model", "=", model) & Domain("module", "in", MODULES)
    )
    domain = Domain("id", "in", data.mapped("res_id"))
    if "company_id" in env[model]:
        domain &= Domain("company_id", "in", (*company.ids, False))
    if model == "product.template":
        # Products that settings or other modules need are services.
        domain &= Domain("type", "!=", "service")
    return env[model].search(domain)
