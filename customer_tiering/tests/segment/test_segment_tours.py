from datetime import date

from odoo import Command
from odoo.tests import HttpCase, tagged

from ..common import GROUP
from .segments import SegmentCase


@tagged("post_install", "-at_install", "playbook", "tour")
class TestSegmentTours(SegmentCase, HttpCase):
    """A manager sets segments up, opens those at risk, and starts a playbook."""

    day = date.today()

    def test_manager_sets_up_segments_and_starts_a_playbook(self):
        roles = ("sales_team.group_sale_manager", f"{GROUP}admin")
        chief = self.user("admin", groups=",".join(roles))
        playbook = self.env["customer.playbook"].create(
            {
                "name": "Tour playbook",
                "trigger": "inactive",
                "owner_id": chief.id,
                "step_ids": [
                    Command.create(
                        {
                            "activity_type_id": self.env.ref(
                                "customer_tiering.mail_activity_type_ask_why"
                            ).id
                        }
                    )
                ],
            }
        )
        self.start_tour(
            "/odoo/customer-tier-schemes",
            "customer_tiering_segments_set_up",
            login=chief.login,
        )
        self.env.invalidate_all()
        scheme = self.env["customer.tier.scheme"].search(
            [("company_id", "=", self.company.id), ("kind", "=", "segments")]
        )
        self.assertTrue(scheme.in_force)
        # the customers of the test alone, whatever else is in the database
        scheme.domain = "[('ref', '=', 'TIERING-TEST')]"
        scheme.pending_evaluation_id._run()
        self.env.flush_all()
        self.assertEqual(self.segments(scheme)["Gus"], "AT_RISK")
        self.start_tour(
            "/odoo/customer-segments",
            "customer_tiering_segments_start",
            login=chief.login,
        )
        self.env.invalidate_all()
        plays = self.env["customer.playbook.play"].search(
            [("playbook_id", "=", playbook._by_hand_for(scheme).id)]
        )
        self.assertEqual(
            set(plays.partner_id.mapped("name")), {"Gus", "Hal", "Ida", "Jon"}
        )
        self.assertEqual(plays.user_id, chief)
