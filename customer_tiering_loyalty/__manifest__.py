{
    "name": "Customer Tiers with Loyalty",
    "summary": "Loyalty programmes for some tiers, and points as a metric",
    "version": "19.0.1.2.0",
    "category": "Sales/CRM",
    "author": "Customer Tiering contributors",
    "license": "LGPL-3",
    "auto_install": True,
    # Odoo installs it wherever there are sales orders and loyalty programmes
    "depends": ["customer_tiering", "sale_loyalty"],
    "data": [
        "data/customer_tier_metric_data.xml",
        "views/loyalty_program_views.xml",
    ],
}
