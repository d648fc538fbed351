def uninstall_hook(env):
    """Needs that nobody has asked about open nothing any more."""
    kind = env.ref("customer_tiering_survey.mail_activity_type_needs")
    env["customer.playbook"]._forget_trigger("needs", kind)
