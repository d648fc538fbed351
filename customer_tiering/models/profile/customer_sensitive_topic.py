import re

from odoo import api, fields, models


class CustomerSensitiveTopic(models.Model):
    """What nobody should note about a person, and the words that hint at it."""

    _name = "customer.sensitive.topic"
    _description = "Sensitive Topic"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    # not translated: people write notes in more than one language
    words = fields.Text(
        required=True,
        help="One word or phrase per line, in every language that you write notes in.",
    )

    @api.model
    def _found_in(self, texts):
        """For each of ``texts`` the first ``(topic, word)`` that it contains, or None.

        Letters count as whole words, whatever their case. Chinese has no spaces, so its
        words count wherever they stand.
        """
        patterns = [
            (topic, word, _pattern(word))
            for topic in self.search([])
            for word in map(str.strip, topic.words.splitlines())
            if word
        ]
        return [
            next(
                ((topic, word) for topic, word, one in patterns if one.search(text)),
                None,
            )
            for text in texts
        ]


def _pattern(word):
    edge = r"\b" if word.isascii() else ""
    return re.compile(f"{edge}{re.escape(word)}{edge}", re.IGNORECASE)
