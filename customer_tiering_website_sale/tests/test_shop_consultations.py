from odoo.tests import tagged

from odoo.addons.customer_tiering.tests.home.homes import HomeCase


@tagged("post_install", "-at_install", "till")
class TestShopConsultations(HomeCase):
    """31 July 2025: who asks in the live chat counts as who writes a lead does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chief.group_ids += cls.env.ref("im_livechat.im_livechat_group_user")
        cls.channel = cls.env["im_livechat.channel"].create({"name": "Shop"})

    def chat(self, moment="2025-07-20 10:00:00", written=True, **values):
        chat = self.env["discuss.channel"].create(
            {
                "name": "Visitor",
                "channel_type": "livechat",
                "livechat_channel_id": self.channel.id,
                "livechat_operator_id": self.chief.partner_id.id,
                **values,
            }
        )
        if written:
            chat.message_post(body="Do you ship to France?", message_type="comment")
        self.update(chat, create_date=moment)
        return chat

    def line(self):
        page = self.home(self.chief, "management", self.pyramid)
        return next(one for one in page["loyalty"] if one["key"] == "leads")

    def test_chats_are_consultations(self):
        leads = self.line()["figures"][0]["figure"]["value"]
        chats = [self.chat() for _number in range(4)]
        self.chat("2025-06-20 10:00:00")
        self.chat(written=False)
        line = self.line()
        self.assertEqual(
            [one["figure"]["value"] for one in line["figures"]], [leads, 4]
        )
        a_day = round((leads + 4) / 30, 1)
        self.assertIn(f"{a_day} consultations a day", line["text"])
        action = line["figures"][1]["figure"]["action"]
        found = self.env["discuss.channel"].search(action["domain"])
        self.assertEqual(set(found), set(chats))

    def test_a_chat_that_became_a_lead_counts_once(self):
        chat = self.chat()
        self.chat()
        self.env["crm.lead"].create(
            {
                "name": "From the chat",
                "company_id": self.company.id,
                "origin_channel_id": chat.id,
            }
        )
        self.assertEqual(self.line()["figures"][1]["figure"]["value"], 1)

    def test_a_chat_on_the_website_of_another_company_is_none(self):
        other = self.env["website"].create(
            {"name": "Else", "company_id": self.new_company("Else").id}
        )
        visitor = self.env["website.visitor"].create(
            {"access_token": "a" * 32, "website_id": other.id}
        )
        self.chat(livechat_visitor_id=visitor.id)
        self.assertEqual(self.line()["figures"][1]["figure"]["value"], 0)

    def test_only_for_those_who_may_open_chats(self):
        self.chat()
        self.chief.group_ids -= self.env.ref("im_livechat.im_livechat_group_user")
        line = self.line()
        self.assertEqual(len(line["figures"]), 1)
        self.assertIn("leads a day", line["text"])

    def test_the_stage_says_its_crowns(self):
        self.assertIn("(stage: New shop (below 1 crown))", self.line()["text"])
        stage = self.env.ref("customer_tiering.customer_tier_shop_stage_new")
        stage.crown_level = False
        self.assertIn("(stage: New shop)", self.line()["text"])
