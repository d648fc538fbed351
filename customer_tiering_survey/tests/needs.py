"""Prospects with an opportunity, and what they answer."""

from odoo.addons.customer_tiering.tests.playbook.playbooks import PlaybookCase


class NeedsCase(PlaybookCase):
    """Pam, of Pump, has an opportunity of Sue's since June 29 and never bought."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls.env.ref("customer_tiering_survey.survey_needs")
        cls.pump = cls.customer("Pump", user_id=cls.seller.id)
        cls.pam = cls.contact(cls.pump, "Pam", email="pam@example.com")
        cls.backdate(cls.pump + cls.pam, "2025-01-01 08:00:00")
        cls.pool = cls.opportunity(cls.pam)
        cls.evaluate(cls.pyramid)

    @classmethod
    def opportunity(cls, partner, moment="2025-06-29 10:00:00", **values):
        return cls.lead(
            partner,
            moment,
            name="Pumps for a pool",
            user_id=cls.seller.id,
            company_id=cls.company.id,
            **values,
        )

    def as_seller(self, record):
        return self.seen_by(self.seller, record)

    def answers(self, contact=None):
        return self.env["survey.user_input"].search(
            [
                ("survey_id", "=", self.survey.id),
                ("partner_id", "=", (contact or self.pam).id),
            ]
        )

    def answered(self, contact=None, text="Fill a pool", moment=None):
        """A finished answer: what they want to do, and that quality and price matter.

        :param moment: when it was finished; without it, now
        """
        contact = contact or self.pam
        answer = self.answers(contact).filtered(lambda one: one.state != "done")
        answer = answer or self.survey._create_answer(
            partner=contact, check_attempts=False
        )
        use, matters, when, _today, _who = self.survey.question_ids
        answer._save_lines(use, text)
        answer._save_lines(
            matters, [str(one) for one in matters.suggested_answer_ids[:2].ids]
        )
        answer._save_lines(when, "")
        answer._mark_done()
        if moment:
            self.update(answer, end_datetime=moment)
        return answer
