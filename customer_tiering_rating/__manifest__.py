{
    "name": "Customer Tiers with Ratings",
    "summary": "Ask for a rating after a solved problem, and call who is not satisfied",
    "version": "19.0.1.2.0",
    "category": "Sales/CRM",
    "author": "Customer Tiering contributors",
    "license": "LGPL-3",
    "auto_install": True,
    "depends": ["customer_tiering", "rating"],
    "data": [
        "data/customer_playbook_unhappy_data.xml",
        "data/customer_tier_metric_data.xml",
        "data/mail_template_data.xml",
        "views/customer_playbook_play_views.xml",
        "views/customer_playbook_views.xml",
    ],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
