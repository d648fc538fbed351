from urllib.parse import parse_qs, urlsplit

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .statements import NAMES, StatementCase


@tagged("post_install", "-at_install", "benefit")
class TestStatementPortal(StatementCase, HttpCase):
    """What customers see of their statements, and how they answer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.training = cls.entitle(cls.top)
        cls.foreign_training = cls.entitle(cls.big, code="BIG")
        cls.mine = cls.sent(cls.top)
        cls.theirs = cls.sent(cls.big)
        cls.buyer = cls.user("buyer", groups="base.group_portal")
        cls.buyer.partner_id.parent_id = cls.top
        cls.stranger = cls.user("stranger", groups="base.group_portal")
        cls.env.flush_all()

    def get(self, url):
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200, url)
        return answer

    def page(self, statement, token=None):
        query = f"?access_token={token}" if token else ""
        return self.get(f"/my/benefits/{statement.id}{query}")

    def answer(self, statement, entitlement, answer="accepted", token=None, **more):
        data = {
            "csrf_token": http.Request.csrf_token(self),
            "entitlement_id": entitlement.id,
            "answer": answer,
            **({"access_token": token} if token else {}),
            **more,
        }
        return self.url_open(f"/my/benefits/{statement.id}/answer", data=data)

    def login(self, user=None):
        login = user.login if user else None
        self.authenticate(login, login)

    def assertShows(self, statement, answer):
        self.assertIn(statement.public_tier, answer.text)
        self.assertIn("% off", answer.text)

    def assertHides(self, statement, answer):
        self.assertNotIn(statement.name, answer.text)
        self.assertNotIn("% off", answer.text)

    # ------------------------------------------------------------ seeing

    def test_a_customer_sees_their_own(self):
        self.login(self.buyer)
        self.assertIn("/my/benefits", self.get("/my/home").text)
        rows = self.get("/my/benefits").text
        self.assertIn(f"/my/benefits/{self.mine.id}", rows)
        self.assertNotIn(f"/my/benefits/{self.theirs.id}", rows)
        page = self.page(self.mine)
        self.assertShows(self.mine, page)
        self.assertIn("Accept", page.text)
        for word in (*NAMES.values(), "Aviary", "Nest"):
            for text in (page.text, rows):
                self.assertNotIn(word, text)

    def test_counted_on_the_first_page(self):
        for user, count in ((self.buyer, 1), (self.stranger, 0)):
            self.login(user)
            answer = self.make_jsonrpc_request(
                "/my/counters", {"counters": ["benefit_count"]}
            )
            self.assertEqual(answer["benefit_count"], count)

    def test_not_before_it_is_sent(self):
        self.update(self.mine, date="2020-01-01")
        draft = self.make(self.top)
        self.assertTrue(draft.access_token)
        self.login(self.buyer)
        self.assertNotIn(f"/my/benefits/{draft.id}", self.get("/my/benefits").text)
        self.assertHides(draft, self.page(draft))
        self.login()
        self.assertHides(draft, self.page(draft, draft.access_token))
        self.login(self.seller)
        self.assertShows(draft, self.page(draft))

    def test_no_other_customers_by_id_or_by_token(self):
        for user in (self.buyer, self.stranger):
            self.login(user)
            for token in (None, self.theirs.access_token, self.mine.access_token, "x"):
                with self.subTest(user=user.login, token=token):
                    self.assertHides(self.theirs, self.page(self.theirs, token))
                    self.assertEqual(
                        urlsplit(self.page(self.theirs, token).url).path, "/my"
                    )
        self.login(self.buyer)
        self.assertEqual(urlsplit(self.page(self.mine).url).path, self.mine.access_url)
        self.get("/my/benefits/2000000000")

    def test_a_visitor_with_a_token_sees_that_one_only(self):
        self.login()
        self.assertShows(self.mine, self.page(self.mine, self.mine.access_token))
        for token in (None, self.mine.access_token, "", "x"):
            self.assertHides(self.theirs, self.page(self.theirs, token))
        self.assertIn("/web/login", self.get("/my/benefits").url)

    def test_rpc_gives_no_more_than_the_page(self):
        statements = self.env["customer.tier.statement"].with_user(self.buyer)
        self.assertEqual(statements.search([]), self.mine)
        row = self.mine.with_user(self.buyer).read()[0]
        for name in ("tier_id", "scheme_id", "user_id", "note", "entitlement_ids"):
            self.assertNotIn(name, row)
        text = str(row)
        for word in (*NAMES.values(), "Aviary", "Nest", self.big.name):
            self.assertNotIn(word, text)
        self.company.customer_tier_own_customers = True
        self.assertEqual(statements.search([]), self.mine)

    def test_it_can_be_printed(self):
        self.login(self.buyer)
        report = "report_type=html"
        self.assertShows(self.mine, self.get(f"/my/benefits/{self.mine.id}?{report}"))
        self.assertHides(
            self.theirs, self.get(f"/my/benefits/{self.theirs.id}?{report}")
        )
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            answer = self.url_open(
                f"/report/html/customer_tiering.report_statement/{self.theirs.id}"
            )
        self.assertNotIn("% off", answer.text)

    # ------------------------------------------------------------ answering

    def test_accept_and_decline(self):
        self.login(self.buyer)
        answer = self.answer(self.mine, self.training)
        self.assertIn("Thank you", answer.text)
        self.assertEqual(self.training.state, "accepted")
        given = self.training.answer_ids[:1]
        self.assertEqual((given.by, given.user_id), ("portal", self.buyer))
        # a second answer finds nothing to answer
        answer = self.answer(self.mine, self.training, "declined")
        self.assertIn("cannot be answered any more", answer.text)
        self.assertEqual(self.training.state, "accepted")
        self.assertNotIn("Decline", self.page(self.mine).text)

    def test_a_visitor_may_answer_by_the_token(self):
        self.login()
        token = self.mine.access_token
        answer = self.answer(self.mine, self.training, "declined", token=token)
        self.assertIn("You declined", answer.text)
        self.assertEqual(parse_qs(urlsplit(answer.url).query)["access_token"], [token])
        self.assertEqual(self.training.state, "declined")
        self.assertIn("By the link", self.training.answer_ids[:1].note)

    def test_nothing_happens_by_get(self):
        self.login(self.buyer)
        query = f"entitlement_id={self.training.id}&answer=accepted"
        with mute_logger("odoo.http"):
            refused = self.url_open(f"/my/benefits/{self.mine.id}/answer?{query}")
        self.assertEqual(refused.status_code, 405)
        self.page(self.mine)
        self.get(f"/my/benefits/{self.mine.id}?{query}")
        self.assertEqual(self.training.state, "offered")

    def test_nothing_without_a_csrf_token(self):
        self.login(self.buyer)
        for token in ("", "x"):
            with mute_logger("odoo.http"):
                refused = self.answer(self.mine, self.training, csrf_token=token)
            self.assertEqual(refused.status_code, 400)
        self.assertEqual(self.training.state, "offered")

    def test_nobody_answers_for_others(self):
        attempts = [
            # (who, on which statement, what, with which token)
            (self.stranger, self.mine, self.training, None),
            (self.stranger, self.mine, self.training, self.mine.access_token),
            (None, self.mine, self.training, None),
            (None, self.mine, self.training, self.theirs.access_token),
            # their own statement does not offer what another one offers
            (self.buyer, self.mine, self.foreign_training, None),
            (None, self.mine, self.foreign_training, self.mine.access_token),
            (self.buyer, self.theirs, self.foreign_training, None),
        ]
        for user, statement, training, token in attempts:
            with self.subTest(user=user and user.login, token=token):
                self.login(user)
                self.answer(statement, training, token=token)
                states = (self.training | self.foreign_training).mapped("state")
                self.assertEqual(states, ["offered", "offered"])

    def test_senseless_answers(self):
        self.login(self.buyer)
        for more in (
            {"answer": "used"},
            {"answer": ""},
            {"entitlement_id": "x"},
            {"entitlement_id": "-1"},
            {"entitlement_id": "9" * 30},
        ):
            with self.subTest(**more):
                self.answer(self.mine, self.training, **more)
                self.assertEqual(self.training.state, "offered")

    def test_an_offer_ends(self):
        self.update(self.training, date_from="2020-01-01", date_to="2020-03-31")
        self.login(self.buyer)
        self.assertNotIn("Decline", self.page(self.mine).text)
        self.answer(self.mine, self.training)
        self.assertEqual(self.training.state, "offered")


@tagged("post_install", "-at_install", "benefit", "tour")
class TestStatementTours(StatementCase, HttpCase):
    """A customer and a manager in a real browser."""

    def test_customer(self):
        training = self.entitle(self.top)
        self.sent(self.top)
        buyer = self.user("buyer", groups="base.group_portal")
        buyer.partner_id.parent_id = self.top
        self.start_tour(
            "/my/home", "customer_tier_statement_customer", login=buyer.login
        )
        self.env.invalidate_all()
        self.assertEqual(training.state, "accepted")
        self.assertEqual(training.answer_ids[:1].user_id, buyer)

    def test_manager(self):
        self.start_tour(
            "/odoo/customer-tiers",
            "customer_tier_statement_manager",
            login=self.manager.login,
        )
        statement = self.env["customer.tier.statement"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(statement.partner_id, self.top)
        self.assertEqual(statement.state, "queued")
