from odoo.tests import tagged
from odoo.tools import html2plaintext

from .statements import NAMES, StatementCase

REPORT = "customer_tiering.report_statement"
# in no language, whatever is written around the content
NEVER = (*NAMES.values(), "Aviary", "Nest", "Ask Rita first", "Nothing to tell")
RANK = {"en_US": ("rank", "score", "risk"), "zh_CN": ("排名", "得分", "风险")}


@tagged("post_install", "-at_install", "benefit")
class TestStatementPaper(StatementCase):
    """What is printed and what is mailed, whole, in the language of each customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(["customer_tiering"], ["zh_CN"])
        cls.tier["TOP"].with_context(lang="zh_CN").public_name = "铂金"
        cls.pyramid.tell_gap = True
        cls.top.lang = "zh_CN"
        cls.entitle(cls.top)
        before = cls.env["mail.mail"].search([])
        cls.statements = cls.sent(cls.top | cls.big)
        cls.mails = cls.env["mail.mail"].search([]) - before

    def report(self, statements):
        reports = self.env["ir.actions.report"]
        return reports._render_qweb_html(REPORT, statements.ids)[0].decode()

    def papers(self):
        """(statement, where, HTML) of what each customer gets."""
        for statement in self.statements:
            mail = self.mails.filtered(lambda one, of=statement: one.res_id == of.id)
            yield statement, "report", self.report(statement)
            yield statement, "mail", mail.body_html

    def test_no_internal_word(self):
        for statement, where, html in self.papers():
            text = html2plaintext(html)
            others = (self.people - statement.partner_id).mapped("name")
            with self.subTest(where, lang=statement.lang):
                # with the attributes: a name may stand in a title or a link
                for word in (*NEVER, *RANK[statement.lang]):
                    self.assertNotIn(word.lower(), html.lower())
                for name in others:
                    self.assertNotIn(name, text.splitlines())
                self.assertIn(statement.public_tier, text)

    def test_nothing_is_left_in_english(self):
        mine = self.statements.filtered(lambda one: one.lang == "zh_CN")
        english = ("Your", "Valid", "You", "Since", "Dear", "Best", "online", "off")
        # without the layout, which is Odoo's own
        template = self.env.ref("customer_tiering.customer_tier_statement_mail")
        fields = ("subject", "body_html")
        mail = template._generate_template(mine.ids, fields)[mine.id]
        for where, html in (*mail.items(), ("report", self.report(mine))):
            words = html2plaintext(str(html)).replace("\n", " ").split(" ")
            with self.subTest(where):
                self.assertEqual([one for one in english if one in words], [])
                self.assertIn("权益", str(html))

    def test_one_of_many_on_a_page_of_its_own(self):
        html = self.report(self.statements)
        for statement in self.statements:
            self.assertEqual(html.count(str(statement.body)), 1)
            self.assertIn(f'data-oe-id="{statement.id}"', html)
