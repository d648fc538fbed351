from datetime import datetime

from odoo import Command

from ..benefit.prices import FrozenDay, PriceCase

WEDNESDAY = datetime(2025, 10, 15, 12)
QUESTION, ANSWER, NOTE = "When do they come?", "Tomorrow.", "Who knows?"


class ServiceCase(FrozenDay, PriceCase):
    """Top is answered within 4 working hours, Big within 8; others have no promise.

    The company works in Brussels, from Monday to Friday, 8 to 12 and 13 to 17. It is
    Wednesday, 15 October 2025, 14:00 there.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "Office hours",
                "company_id": cls.company.id,
                "tz": "Europe/Brussels",
                "attendance_ids": [
                    Command.create(
                        {
                            "name": f"{day} {start}",
                            "dayofweek": str(day),
                            "hour_from": start,
                            "hour_to": start + 4,
                            "day_period": "morning" if start == 8 else "afternoon",
                        }
                    )
                    for day in range(5)
                    for start in (8, 13)
                ],
            }
        )
        cls.company.resource_calendar_id = cls.calendar
        cls.service = cls.env["customer.tier.benefit"].create(
            {
                "name": "Fast answers",
                "kind": "service",
                "scheme_id": cls.pyramid.id,
                "line_ids": [
                    Command.create(
                        {
                            "tier_id": cls.tier[code].id,
                            "response_hours": hours,
                            "priority": priority,
                        }
                    )
                    for code, hours, priority in (("TOP", 4, "3"), ("BIG", 8, "1"))
                ],
            }
        )

    def asks(self, customer, **values):
        """An opportunity that somebody creates now."""
        return self.env["crm.lead"].create(
            {
                "name": "Asks for hammers",
                "type": "opportunity",
                "partner_id": customer.id if customer else False,
                "company_id": self.company.id,
                "user_id": self.seller.id,
                **values,
            }
        )

    def mail(self, record, author, **values):
        """An incoming mail, as the gateway posts it."""
        return record.message_post(
            body=QUESTION,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            author_id=author.id if author else False,
            **values,
        )

    def answer(self, record):
        """What the salesperson writes to the customer."""
        return record.with_user(self.seller).message_post(
            body=ANSWER,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def note(self, record):
        """What the salesperson notes for colleagues."""
        return record.with_user(self.seller).message_post(
            body=NOTE, message_type="comment", subtype_xmlid="mail.mt_note"
        )

    def replies(self, record):
        """The open activities of the type Reply."""
        kind = self.env.ref("customer_tiering.mail_activity_type_reply")
        return record.activity_ids.filtered(lambda a: a.activity_type_id == kind)
