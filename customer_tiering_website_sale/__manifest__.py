{
    "name": "Customer Tiers in the Web Shop",
    "summary": "Prices by tier at the next request, abandoned carts and reviews",
    "version": "19.0.1.2.0",
    "category": "Sales/CRM",
    "author": "Customer Tiering contributors",
    "license": "LGPL-3",
    "auto_install": True,
    "depends": ["customer_tiering", "website_sale"],
    "data": [
        "data/customer_playbook_cart_data.xml",
        "data/customer_tier_shop_stage_data.xml",
        "views/customer_tier_shop_stage_views.xml",
        "views/sale_order_views.xml",
        "views/templates.xml",
    ],
    "uninstall_hook": "uninstall_hook",
    "assets": {
        "web.assets_tests": ["customer_tiering_website_sale/static/tests/tours/**/*"],
    },
}
