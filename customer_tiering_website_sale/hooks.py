def uninstall_hook(env):
    """Carts that were left open nothing any more."""
    kind = env.ref("customer_tiering_website_sale.mail_activity_type_cart")
    env["customer.playbook"]._forget_trigger("cart", kind)
