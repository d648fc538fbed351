from odoo import fields, models


class CustomerTierEvaluationSignature(models.Model):
    """The check of an evaluation by an accountant, valid or void.

    It is written when the evaluation is checked, and once more when the check is
    voided. Nothing deletes it but its evaluation, which is kept.
    """

    _name = "customer.tier.evaluation.signature"
    _description = "Check of an Evaluation"
    _order = "id desc"
    _rec_name = "evaluation_id"

    evaluation_id = fields.Many2one(
        "customer.tier.evaluation",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    # Stored for the record rules
    company_id = fields.Many2one(related="evaluation_id.company_id", store=True)
    state = fields.Selection(
        [("valid", "Valid"), ("void", "Void")],
        default="valid",
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one("res.users", string="Checked by", readonly=True)
    date = fields.Datetime(string="Checked on", readonly=True)
    remark = fields.Text(readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment", string="File", ondelete="set null", readonly=True
    )
    sha256 = fields.Char(
        string="SHA-256",
        readonly=True,
        help="Checksum of the file when the evaluation was checked. A copy of the file "
        "with the same checksum has not been changed.",
    )
    voided_by_id = fields.Many2one("res.users", string="Voided by", readonly=True)
    voided_at = fields.Datetime(string="Voided on", readonly=True)
    void_reason = fields.Text(string="Why It Is Void", readonly=True)

    def action_download(self):
        """Download the file as it was attached."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "download",
        }
