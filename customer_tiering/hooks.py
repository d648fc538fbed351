"""What an uninstall takes away besides the records that the addon shipped."""

from odoo.tools import SQL


def uninstall_hook(env):
    """Delete what users and the engine left on Odoo's own models.

    Activities of our types, also those that are done; saved filters and export
    templates of our models. And benefits: the schemes and tiers that the addon shipped
    are deleted before the tables go, and a benefit would keep them.
    """
    # recorded uses refuse to be deleted by the ORM; lines go with their benefit
    for table in ("customer_tier_benefit_usage", "customer_tier_benefit"):
        env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
    env.invalidate_all()
    types = env["ir.model.data"].search(
        [("module", "=", "customer_tiering"), ("model", "=", "mail.activity.type")]
    )
    env["mail.activity"].with_context(active_test=False).search(
        [("activity_type_id", "in", types.mapped("res_id"))]
    ).unlink()
    for model, field in (("ir.filters", "model_id"), ("ir.exports", "resource")):
        env[model].with_context(active_test=False).search(
            [
                "|",
                (field, "=like", "customer.tier%"),
                "|",
                (field, "=like", "customer.product.feedback"),
                "|",
                (field, "=like", "customer.gift%"),
                "|",
                (field, "=like", "customer.playbook%"),
                (field, "=like", "customer.group%"),
            ]
        ).unlink()
