from markupsafe import Markup

from odoo import models
from odoo.tools import SQL


class CustomerPlaybookPlayStep(models.Model):
    """A step becomes an activity of the person who does it, in their language."""

    _name = "customer.playbook.play.step"
    _inherit = "customer.playbook.play.step"

    def _plan(self):
        """Create the activities of the steps, or take those that are there already.

        A constant number of statements for a batch, but for what Odoo does per
        activity. Nobody gets a mail for each.
        """
        # the document or the step may have been deleted since
        gone = self.filtered(
            lambda step: not step.step_id or not step.play_id._document().exists()
        )
        gone.play_id._close("overtaken")
        steps = self - gone
        for step in steps.filtered(lambda step: not step.user_id):
            step.user_id = step.playbook_id.owner_id
        if not steps:
            return
        found, following = steps._planned_already(), steps._following_already()
        standings = steps._standings()
        self.env["res.partner"].browse(steps.play_id.partner_id.ids).fetch(
            ["display_name"]
        )
        for lang, some in steps.grouped(lambda step: step.user_id.lang).items():
            values, making = [], self.browse()
            for step in some.with_context(lang=lang):
                play, document = step.play_id, step.play_id._document()
                standing = standings.get((play.playbook_id.scheme_id, play.partner_id))
                if not play.reason and standing:
                    play.reason = play._why(standing.with_context(lang=lang))
                activity = found.get(step)
                if activity:
                    step.write(
                        {"activity_id": activity, "state": "open", "adopted": True}
                    )
                    continue
                making |= step
                values.append(step._activity_values(document))
                key = (document._name, document.id, step.user_id.partner_id.id)
                step.subscribed = key not in following
            quick = self.env["mail.activity"].with_context(
                mail_activity_quick_update=True, lang=lang
            )
            for step, activity in zip(making, quick.create(values), strict=True):
                step.write({"activity_id": activity.id, "state": "open"})

    def _activity_values(self, document):
        kind = self.step_id.activity_type_id
        return {
            "activity_type_id": kind.id,
            "res_model_id": self.env["ir.model"]._get_id(document._name),
            "res_id": document.id,
            "user_id": self.user_id.id,
            "date_deadline": self.due,
            "summary": self.step_id.summary,
            # whoever reads the contact reads this: what opened it is told to those
            # who may read the play
            "note": Markup("<p>%s</p><p>%s</p>")
            % (
                self.step_id.script or "",
                self.play_id._get_html_link(title=self.play_id.playbook_id.name),
            ),
            "automated": True,
        }

    def _standings(self):
        standings = self.env["customer.tier.standing"].search(
            [
                ("scheme_id", "in", self.playbook_id.scheme_id.ids),
                ("partner_id", "in", self.play_id.partner_id.ids),
            ]
        )
        return {(one.scheme_id, one.partner_id): one for one in standings}

    def _planned_already(self):
        """``{step: id}`` of an open activity of the same type, person and record."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (s.id) s.id, a.id
                  FROM customer_playbook_play_step s
                  JOIN customer_playbook_play p ON p.id = s.play_id
                  JOIN customer_playbook_step t ON t.id = s.step_id
                  JOIN mail_activity a
                    ON a.activity_type_id = t.activity_type_id
                   AND a.user_id = s.user_id AND a.active
                   AND a.res_model = COALESCE(p.res_model, 'res.partner')
                   AND a.res_id = COALESCE(p.res_id, p.partner_id)
                 WHERE s.id = ANY(%s) AND NOT EXISTS (
                       SELECT FROM customer_playbook_play_step other
                        WHERE other.activity_id = a.id)
                 ORDER BY s.id, a.id
                """,
                self.ids,
            )
        )
        # two playbooks may ask for the same: the first one takes it
        found = {}
        for step, activity in rows:
            if activity not in found.values():
                found[self.browse(step)] = activity
        return found

    def _following_already(self):
        """Set of (model, id, partner id) of who follows the documents before."""
        self.env["mail.followers"].flush_model()
        documents = [step.play_id._document() for step in self]
        return set(
            self.env.execute_query(
                SQL(
                    """
                    SELECT res_model, res_id, partner_id FROM mail_followers
                     WHERE res_model = ANY(%s) AND res_id = ANY(%s)
                       AND partner_id = ANY(%s)
                    """,
                    list({document._name for document in documents}),
                    [document.id for document in documents],
                    self.user_id.partner_id.ids,
                )
            )
        )

    def _tell_goal(self):
        """One line for each customer whose play has reached its goal."""
        reached = self.play_id.filtered(lambda play: play.outcome == "goal")
        by_model = {}
        for play in reached:
            document = play._document().exists()
            if document:
                by_model.setdefault(document._name, {})[document.id] = self.env._(
                    "Goal of “%(playbook)s” reached: the steps that were left have "
                    "been withdrawn.",
                    playbook=play.playbook_id.name,
                )
        for model, bodies in by_model.items():
            self.env[model].browse(bodies)._message_log_batch(bodies=bodies)
