CART = "cart"


def uninstall_hook(env):
    """Nothing opens a playbook of carts any more; what people have to do stays."""
    playbooks = env["customer.playbook"].with_context(active_test=False)
    playbooks.search([("trigger", "=", CART)]).unlink()
    kind = env.ref("customer_tiering_website_sale.mail_activity_type_cart")
    planned = env["mail.activity"].with_context(active_test=False)
    planned.search([("activity_type_id", "=", kind.id)]).activity_type_id = env.ref(
        "customer_tiering.mail_activity_type_follow_up"
    )
