{
    "name": "Dashboard of Customer Tiers",
    "summary": "Tiers, changes and revenue at risk as a spreadsheet dashboard",
    "version": "19.0.1.2.0",
    "category": "Sales/CRM",
    "author": "Customer Tiering contributors",
    "license": "LGPL-3",
    "auto_install": True,
    "depends": ["customer_tiering", "spreadsheet_dashboard"],
    "data": ["data/spreadsheet_dashboard_data.xml", "views/menus.xml"],
    "assets": {
        "web.assets_tests": [
            "customer_tiering_spreadsheet_dashboard/static/tests/tours/**/*"
        ],
    },
}
