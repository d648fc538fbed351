"""Odoo's runner looks for modules named test_ here: each room hands its own on."""

from .scheme import (
    test_cut_offs,
    test_draft,
    test_onboarding,
    test_presets,
    test_ranking,
    test_schedule,
    test_scheme_file,
    test_scheme_form,
    test_transitions,
    test_validation,
)
from .collector import (
    test_bad_rows,
    test_books,
    test_books_empty,
    test_books_settings,
    test_bridge,
    test_customer,
    test_lifecycle,
    test_metrics_edges,
    test_metrics_payment,
    test_metrics_payment_days,
    test_metrics_payment_evidence,
    test_metrics_sales_catalogue,
    test_metrics_sales_expected,
    test_metrics_sales_margin,
    test_metrics_sales_orders,
    test_metrics_sales_profile,
    test_metrics_sales_returns,
    test_metrics_sales_rhythm,
    test_owner,
    test_revenue,
    test_scale,
    test_traces,
)
from .evaluation import (
    test_checked,
    test_closed_figures,
    test_compare,
    test_delete,
    test_expected,
    test_failure_alert,
    test_falling_activity,
    test_follower,
    test_night,
    test_preview,
    test_queue,
    test_refresh,
    test_refresh_moves,
    test_refresh_rights,
    test_rerun,
    test_retention,
    test_signature,
    test_tours_refresh,
    test_truth_figures,
    test_undo,
)
from .standing import (
    test_digest,
    test_empty_lists,
    test_explanation,
    test_explanation_documents,
    test_explanation_every_figure,
    test_explanation_full,
    test_explanation_state,
    test_figures,
    test_figures_of_roles,
    test_grid,
    test_migration,
    test_next_step,
    test_override,
    test_reports,
    test_reports_rights,
    test_sales_evidence,
    test_standing_filters,
    test_tours_explanation,
)
from .partner import (
    test_badges,
    test_customers_list,
    test_document_field,
    test_merge,
    test_merge_manual,
    test_partner_field,
    test_partner_field_access,
    test_partner_field_changes,
    test_partner_field_views,
    test_saved_searches,
    test_tours_filters,
)
from .peers import (
    test_peers,
    test_peers_tours,
)
from .segment import (
    test_segment_presets,
    test_segment_reuse,
    test_segment_scheme,
    test_segment_screen,
    test_segment_start,
    test_segment_tours,
)
from .playbook import (
    test_playbook_answers,
    test_playbook_comparison,
    test_playbook_never_twice,
    test_playbook_open,
    test_playbook_over,
    test_playbook_pace,
    test_playbook_portal,
    test_playbook_rights,
    test_playbook_size,
    test_playbook_tours,
    test_playbook_triggers,
)
from .intention import (
    test_intention,
    test_intention_playbooks,
    test_intention_tours,
    test_product_feedback,
)
from .playbook_benefit import (
    test_playbook_benefit,
    test_playbook_solved,
)
from .playbook_proof import (
    test_playbook_proof,
)
from .profile import (
    test_professionals,
    test_profile_habits,
    test_profile_notes,
    test_profile_protection,
    test_profile_tours,
    test_quality_review,
    test_relationship,
)
from .touch import (
    test_recipients,
    test_touches,
)
from .group import (
    test_group_mails,
    test_group_rights,
    test_group_tours,
    test_groups,
)
from .attack import (
    test_attack_approval,
    test_attack_four_eyes,
    test_attack_domain,
    test_attack_figure_groups,
    test_attack_http,
    test_attack_pseudonym,
    test_attack_outsiders,
    test_attack_own_customers,
    test_attack_reach,
    test_attack_register,
    test_attack_rpc,
    test_attack_words,
    test_rights,
    test_senseless,
)
from .house import (
    test_binary_copy,
    test_develop,
    test_extension,
    test_id_array,
    test_tours,
)
from .gift import (
    test_gift_catalogue,
    test_gift_etiquette,
    test_gift_flow,
    test_gift_give,
    test_gift_rights,
    test_gift_tours,
    test_gift_views,
    test_gift_wizards,
)
from .gift_occasion import (
    test_gift_occasion,
)
from .gift_budget import (
    test_gift_budget,
    test_gift_budget_use,
    test_gift_left,
    test_gift_preview,
    test_gift_tours_budget,
)
from .gift_plan import (
    test_gift_comparison,
    test_gift_effect,
    test_gift_order,
    test_gift_plan,
    test_gift_setup,
)
from .gift_policy import (
    test_gift_approver,
    test_gift_blocked,
    test_gift_facts_changed,
    test_gift_judged,
    test_gift_policy,
    test_gift_policy_facts,
    test_gift_policy_template,
    test_gift_requesters,
    test_gift_spot_check,
    test_policy_extension,
)
from .gift_register import (
    test_gift_correction,
    test_gift_kept,
    test_gift_pseudonym,
    test_gift_register,
    test_gift_register_entry,
    test_gift_seal,
)
from .benefit import (
    test_benefit_catalogue,
    test_benefit_leaks,
    test_benefit_prices,
    test_benefit_savings,
    test_benefit_terms,
    test_benefit_tours,
    test_benefit_why,
    test_gift_samples,
    test_gift_samples_kept,
    test_gift_samples_year,
    test_samples_setup,
)
from .cutoffs import (
    test_cutoffs,
    test_cutoffs_tours,
)
from .entitlement import (
    test_entitlement_actions,
    test_entitlement_activity,
    test_entitlement_any_year,
    test_entitlement_merge,
    test_entitlement_night,
    test_entitlement_steps,
    test_entitlement_tours,
)
from .benefit_service import (
    test_benefit_replies,
    test_benefit_reply_by,
    test_benefit_salesperson,
)
from .benefit_worth import (
    test_benefit_cost,
    test_benefit_inversion,
    test_benefit_worth_tours,
)
from .statement import (
    test_statement,
    test_statement_paper,
    test_statement_portal,
    test_statement_send,
)
from .home import (
    test_digest_tables,
    test_first_use,
    test_home_figures,
    test_home_sales,
    test_home_tours,
    test_home_year,
    test_insight,
)
