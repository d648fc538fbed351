from odoo import api, fields, models

from ...tools.groups import PROFILE_GROUP

# so many notes a call of the scheduled action
BATCH = 500


class CustomerPreference(models.Model):
    """Notes that are out of date: their authors are asked once to look again."""

    _inherit = "customer.preference"

    @api.model
    def _cron_remind(self):
        notes = self.search(self._to_remind(), limit=BATCH, order="id")
        notes = notes.try_lock_for_update()
        notes._remind()
        left = self.search_count(self._to_remind())
        self.env["ir.cron"]._commit_progress(len(notes), remaining=left)

    @api.model
    def _to_remind(self):
        return [("out_of_date", "=", True), ("reminded", "=", False)]

    def _remind(self):
        """One activity per person and author. It says nothing of what is noted.

        Everybody who sees the contact sees the activity. Whoever may not read notes any
        more is not asked; the filter *Out of Date* shows these to the others.
        """
        readers = self.env.ref(PROFILE_GROUP).all_user_ids
        activities = self.env["mail.activity"].with_context(
            mail_activity_quick_update=True
        )
        kind = self.env["ir.model.data"]._xmlid_to_res_id(
            "customer_tiering.mail_activity_type_notes"
        )
        model = self.env["ir.model"]._get_id("res.partner")
        asked = self.filtered(
            lambda note: (
                note.author_id in readers
                and note.author_id.active
                and note.partner_id.active
            )
        )
        activities.create(
            [
                {
                    "res_model_id": model,
                    "res_id": person.id,
                    "activity_type_id": kind,
                    "user_id": author.id,
                    "date_deadline": fields.Date.context_today(self),
                }
                for person, author in asked.grouped(
                    lambda note: (note.partner_id, note.author_id)
                )
            ]
        )
        self.reminded = True
