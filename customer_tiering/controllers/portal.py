from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

STEP = 20
ANSWERS = ("accepted", "declined")


class BenefitPortal(CustomerPortal):
    """The statements of a customer, and their answer to what they are offered.

    Whoever is logged in sees the statements of their own company and needs no token. A
    visitor who is not sees the one whose token they have, and may answer it as they may
    accept a quotation: the link was sent to the customer alone. Nothing changes by GET,
    as programs that scan mails follow every link.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "benefit_count" in counters:
            statements, domain = self._statements()
            values["benefit_count"] = statements.search_count(domain, limit=1)
        return values

    def _statements(self):
        """(model, domain) of the sent statements of the user's own company."""
        statements = request.env["customer.tier.statement"]
        if not statements.has_access("read"):
            return statements.sudo(), Domain.FALSE
        partner = request.env.user.commercial_partner_id
        return statements, Domain("state", "=", "sent") & Domain(
            "partner_id", "child_of", partner.ids
        )

    @route(
        ["/my/benefits", "/my/benefits/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_my_benefits(self, page=1, **_options):
        statements, domain = self._statements()
        pages = pager(
            url="/my/benefits",
            total=statements.search_count(domain),
            page=page,
            step=STEP,
        )
        statements = statements.search(domain, limit=STEP, offset=pages["offset"])
        request.session["my_benefits_history"] = statements.ids
        return request.render(
            "customer_tiering.portal_my_benefits",
            {
                **self._prepare_portal_layout_values(),
                "statements": statements,
                "page_name": "benefits",
                "pager": pages,
                "default_url": "/my/benefits",
            },
        )

    @route(
        "/my/benefits/<int:statement_id>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
    )
    def portal_my_benefit(
        self,
        statement_id,
        access_token=None,
        report_type=None,
        download=False,
        told=None,
        **options,
    ):
        statement = self._statement(statement_id, access_token)
        if not statement:
            return request.redirect("/my")
        if report_type in ("html", "pdf"):
            return self._show_report(
                model=statement,
                report_type=report_type,
                report_ref="customer_tiering.report_customer_tier_statement",
                download=download,
            )
        values = self._get_page_view_values(
            statement,
            access_token,
            {
                "page_name": "benefit",
                "statement": statement,
                "trainings": statement._portal_trainings(),
                "told": told if told in (*ANSWERS, "late") else None,
                "res_company": statement.company_id,
                "backend_url": f"/odoo/customer.tier.statement/{statement.id}",
            },
            "my_benefits_history",
            False,
            **options,
        )
        return request.render("customer_tiering.portal_my_benefit", values)

    @route(
        "/my/benefits/<int:statement_id>/answer",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def portal_my_benefit_answer(
        self, statement_id, entitlement_id=None, answer=None, access_token=None, **_more
    ):
        statement = self._statement(statement_id, access_token)
        # colleagues answer on the entitlement itself, in their own name
        if not statement or request.env.user._is_internal():
            return request.redirect("/my")
        if answer not in ANSWERS or not (entitlement_id or "").isdigit():
            return request.redirect(statement.access_url)
        try:
            statement._portal_answer(request.env.user, int(entitlement_id), answer)
            told = answer
        except UserError:
            # somebody answered before, or its time is over: the page shows how it is
            told = "late"
        if request.env.user._is_public():
            url = statement.get_portal_url(query_string=f"&told={told}")
        else:
            url = f"{statement.access_url}?told={told}"
        return request.redirect(url)

    def _statement(self, statement_id, access_token):
        """The statement, with the rights of the server, or None.

        A token is for visitors. Whoever is logged in has the rights that they have, so
        that a forwarded link shows them nothing of another customer. A statement that
        is not sent is shown to colleagues only.
        """
        user = request.env.user
        try:
            statement = self._document_check_access(
                "customer.tier.statement",
                statement_id,
                access_token if user._is_public() else None,
            )
        except (AccessError, MissingError):
            return None
        if statement.state != "sent" and not user._is_internal():
            return None
        return statement
