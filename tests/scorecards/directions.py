"""Of which figures more is better, and of which worse, clause by clause: a reader's view of the rules."""

from __future__ import annotations

MORE_IS_BETTER = {
    "hard-2019": {
        "11": ["joint_domains"], "12": ["unit_breach_records_linked"], "13": ["agencies_connected"],
        "14.1": ["notices_published"], "14.2": ["site_visits_daily"], "15": ["joint_cases"],
        "16": ["joint_domains_automated"], "17": ["residents_scored", "citizen_score_launched"],
        "18.1": ["xinyi_domains"], "18.2": ["approval_departments_tolerant"], "18.3": ["xinyidai_loans"],
        "19.1": ["civil_servant_files"], "19.2": ["domains_recorded"], "19.3": ["domains_published"],
        "19.4": ["domains_listed"], "19.5": ["domains_graded"], "19.6": ["judicial_files"],
        "19.7": ["judicial_openness"], "19.8": ["judicial_lists"], "20.1": ["campaign_activities"],
        "20.2": ["rectified_domains", "rectified_domains_local"],
    },
    "monitoring-2021": {
        "1": ["policy_documents_applied"], "2": ["national_lists_applied"], "3": ["disclosure_compliant"],
        "5": ["disclosure_assessment_used"], "6": ["credit_records"], "7": ["utility_sectors_collected"],
        "8": ["credit_site_running"], "10": ["codes_faulty_corrected"],
        "11": ["xinyidai_platform_joined", "xinyidai_platform_sharing"], "12": ["xinyidai_enterprises"],
        "13": ["xinyidai_loans_platform"], "14": ["xinyidai_loans_offplatform"], "15": ["xinyi_domains_other"],
        "16": ["arrears_cleared"], "17": ["trusted_enterprises"], "18": ["publicity_events"],
        "19": ["pledge_items_applied"], "20": ["pledges_reported"], "21": ["report_domains"],
        "22": ["domains_graded"], "23": ["punishment_domains"], "25": ["serious_exits_12m"], "26": ["case_feedback"],
        "31": ["major_events_handled"], "32": ["repair_transparent"],
        "33": ["repair_column_online", "repair_window_offline"], "37": ["protection_rules"],
        "38": ["data_security_rules"],
    },
}  # fmt: skip
MORE_IS_WORSE = {
    "hard-2019": {},
    "monitoring-2021": {
        "4": ["disclosure_concealed", "disclosure_omitted", "disclosure_late"], "9": ["codes_faulty"],
        "24": ["serious_entities"], "34": ["repair_reviews_overdue"], "35": ["objections_valid"],
        "27-30": [f"serious_events_{side}" for side in ("government", "commerce", "society", "justice")],
        "36": ["objection_days"], "39": ["overreach_findings"], "40.1": ["fraud_findings"],
        "40.2": ["security_incidents"],
    },
}  # fmt: skip
