"""The gifting package stands alone: these tests need no Odoo."""

from stand_alone import prepare

prepare()
