"""What an uninstall takes away besides the records that the addon shipped."""


def uninstall_hook(env):
    """Delete what users and the engine left on Odoo's own models.

    Activities of our types, also those that are done; saved filters and export
    templates of our models.
    """
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
                (field, "=like", "customer.gift%"),
            ]
        ).unlink()
