{
    "name": "Customer Tiers at the Till",
    "summary": "Till sales count for the tiers of customers",
    "version": "19.0.1.2.0",
    "category": "Sales/CRM",
    "author": "Customer Tiering contributors",
    "license": "LGPL-3",
    "auto_install": True,
    "depends": ["customer_tiering", "point_of_sale"],
    "data": [
        "security/ir.model.access.csv",
        "security/ir_rules.xml",
        "views/customer_tier_till_sale_views.xml",
        "views/customer_tier_sales_line_views.xml",
        "views/customer_tier_evaluation_views.xml",
        "views/res_config_settings_views.xml",
    ],
    "assets": {
        "point_of_sale._assets_pos": [
            "customer_tiering_point_of_sale/static/src/till/**/*",
        ],
        "web.assets_tests": ["customer_tiering_point_of_sale/static/tests/tours/**/*"],
    },
}
