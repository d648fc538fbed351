"""What becomes of playbooks when ratings come and go."""

CONTENT = "customer_tiering.playbook_solved_ask_1"


def post_init_hook(env):
    """Customers who are content after a solved problem are asked for a rating."""
    answer = env.ref(CONTENT, raise_if_not_found=False)
    if answer:
        answer.asks_rating = True


def uninstall_hook(env):
    """Bad ratings open nothing any more."""
    kind = env.ref("customer_tiering_rating.mail_activity_type_unhappy")
    env["customer.playbook"]._forget_trigger("unhappy", kind)
