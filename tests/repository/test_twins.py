"""Every estimator has an independent second computation in the tests, and here stands where.

A new public function of `benchmarking/stats` fails this until it is named below: with the test that holds it to its
twin, or among those that estimate nothing.
"""

import ast
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
STATS = CHECKOUT / "benchmarking" / "stats"
TESTS = CHECKOUT / "tests"

NO_ESTIMATES = {
    "attack_check.unit_name": "writes two names as one",
    "attack_program.plainly": "takes printed numbers for exact ones",
    "derived.tier_figures": "writes tiers down as figures",
    "intervals.proportion_interval": "chooses between two intervals that have twins",
    "learning.completion": "counts",
    "ranks.published_tiers": "halves sets of ranks that have a twin",
    "releases_over_time.may_publish_interim": "a rule of counts",
    "releases_over_time.record_version": "a digest to compare",
    "packed_records.suits": "which rules can be merged packed",
    "reliability.agreement_verdict": "two cut-offs in words",
    "thresholds.coarser": "raises limits",
    "thresholds.configured": "reads a limit",
    "training_plan.choice": "`plan`, which has a twin, of what was put together before",
    "waves.choose_method": "compares two errors that have a twin",
    "waves.common_items": "a list of items",
}

SLOW = "benchmarking/stats/slow_twins"
OWN = "benchmarking/stats"

TWINS = {
    "aggregate.agreement": f"{SLOW}/test_aggregate.py::test_agreement_is_that_of_the_slow_twin",
    "aggregate.merge_respondents": f"{SLOW}/test_aggregate.py::test_merged_answers_are_those_of_the_slow_twin",
    "aggregate.missing_reason": f"{SLOW}/test_aggregate.py::test_the_reason_of_an_organisation_is_that_of_the_slow_twin",
    "aggregate.n_raters": f"{SLOW}/test_aggregate.py::test_raters_are_counted_as_by_the_slow_twin",
    "attack_check.attack_check": f"{SLOW}/test_attack_check.py::test_shares_are_safe_where_every_way_to_answer_says_so",
    "attack_on_totals.answers_stay_possible": f"{OWN}/test_attack_on_totals.py::test_it_is_what_trying_every_pair_and_every_amount_says",
    "attack_on_counts.certainty": f"{OWN}/test_attack_on_counts.py::test_the_integer_program_agrees_with_all_ways_to_answer",
    "attack_over_time.attack_over_time": f"{SLOW}/test_attack_over_time.py::test_means_of_two_surveys_stand_where_solving_for_every_attacker_and_rival_says_so",
    "attack_program.narrowest_interval": f"{OWN}/test_attack_program.py::test_atoms_and_extremes_find_what_every_attacker_finds_about_every_rival",
    "consistency.alpha_interval": f"{OWN}/test_consistency.py::test_intervals_of_alpha_are_those_of_the_slow_twin",
    "consistency.consistency": f"{SLOW}/test_reliability.py::test_consistency_is_that_of_the_slow_twin",
    "consistency.cronbach_alpha": f"{OWN}/test_consistency.py::test_alpha_is_that_of_the_slow_twin",
    "consistency.omega_total": f"{SLOW}/test_reliability.py::test_omega_is_that_of_the_slow_twin",
    "consistency.one_factor": f"{SLOW}/test_reliability.py::test_one_factor_is_the_likeliest_that_expectation_and_maximisation_find",
    "course_levels.level_figure": f"{OWN}/test_course_levels.py::test_levels_before_are_those_of_the_slow_twin",
    "course_levels.level_then": f"{OWN}/test_course_levels.py::test_the_level_after_is_the_sum_of_what_is_published",
    "course_levels.mean_change": f"{OWN}/test_course_levels.py::test_the_change_over_all_skills_is_the_mean_of_the_published",
    "course_levels.published_size": f"{OWN}/test_course_levels.py::test_the_size_is_hedges_g_of_the_published_change",
    "demand.demand": f"{SLOW}/test_demand.py::test_the_demand_of_a_sector_is_that_of_the_slow_twin",
    "demand.next_wave": f"{OWN}/test_demand.py::test_a_forecast_agrees_with_fitting_every_line_anew",
    "demand.people_short": f"{SLOW}/test_demand.py::test_people_short_are_places_to_fill_less_people_there",
    "expected_precision.mean_half_width": f"{OWN}/test_expected_precision.py::test_a_mean_is_as_wide_as_its_slow_twin_says",
    "expected_precision.share_half_width": f"{OWN}/test_expected_precision.py::test_a_share_is_as_wide_as_its_slow_twin_says",
    "expected_precision.spread_behind": f"{OWN}/test_expected_precision.py::test_a_spread_is_found_again_behind_its_half_width",
    "group_outlook.group_outlook": f"{OWN}/test_group_outlook.py::test_so_many_more_are_the_least_that_open_a_group",
    "derived.gap_figure": f"{SLOW}/test_derived.py::test_gaps_are_those_of_the_slow_twin",
    "derived.possible_share": f"{SLOW}/test_headline.py::test_possible_shares_are_the_least_and_the_most_of_every_register_there_could_be",
    "derived.share_between": f"{SLOW}/test_derived.py::test_shares_in_between_are_those_of_the_slow_twin",
    "disclosure_control.publish": f"{SLOW}/test_disclosure_control.py::test_what_is_published_is_what_the_slow_twin_says",
    "doubt_about_scores.cornered": f"{OWN}/test_attack_program.py::test_somebody_is_cornered_where_the_narrowest_interval_is_below_what_is_asked",
    "estimate.estimate_metric": f"{SLOW}/test_estimate.py::test_means_are_those_of_the_slow_twin",
    "estimate.pooled_sd": f"{SLOW}/test_estimate.py::test_the_pooled_spread_is_that_of_the_slow_twin",
    "exact_sums.add_up_exactly": f"{SLOW}/test_packed.py::test_halves_are_the_value",
    "exact_sums.adding": f"{SLOW}/test_packed.py::test_sums_by_group_are_exact_fractions_rounded_once",
    "exact_sums.counts": f"{SLOW}/test_packed.py::test_sums_by_group_are_exact_fractions_rounded_once",
    "exact_sums.exact_sums": f"{SLOW}/test_packed.py::test_sums_by_group_are_exact_fractions_rounded_once",
    "exact_sums.halves": f"{SLOW}/test_packed.py::test_halves_are_the_value",
    "follow_up.follow_up_tree": f"{SLOW}/test_peer_groups.py::test_trees_of_follow_up_questions_are_those_of_the_slow_twin",
    "gate.atoms": f"{SLOW}/test_gate.py::test_atoms_are_those_of_the_slow_twin",
    "gate.leak": f"{OWN}/test_gate.py::test_the_gate_agrees_with_the_enumeration_of_all_combinations",
    "gate.leaks": f"{SLOW}/test_gate.py::test_the_gate_names_every_combination_of_few_atoms_that_the_slow_twin_finds",
    "headline.sector_headline": f"{SLOW}/test_headline.py::test_a_headline_of_a_metric_is_that_of_the_slow_twin",
    "headline.strata": f"{SLOW}/test_headline.py::test_strata_are_those_of_the_slow_twin",
    "headline.weighted_headline": f"{OWN}/test_headline.py::test_a_headline_is_that_of_the_slow_twin_and_between_its_leaves",
    "intervals.half_width_step": f"{SLOW}/test_intervals.py::test_steps_of_half_widths_are_those_of_the_slow_twin",
    "intervals.hypergeometric_interval": f"{OWN}/test_intervals.py::test_hypergeometric_intervals_are_those_of_the_slow_twin",
    "intervals.korn_graubard_interval": f"{SLOW}/test_intervals.py::test_korn_and_graubards_interval_is_that_of_the_slow_twin",
    "intervals.logit_interval": f"{SLOW}/test_intervals.py::test_the_logit_interval_is_that_of_the_slow_twin",
    "intervals.owners_share_interval": f"{SLOW}/test_intervals.py::test_shares_of_owners_of_several_units_are_those_of_the_slow_twin",
    "intervals.published_half_width": f"{SLOW}/test_intervals.py::test_half_widths_as_printed_are_those_of_the_slow_twin",
    "intervals.sampled_share": f"{SLOW}/test_intervals.py::test_sampled_shares_are_counted_in_the_register",
    "intervals.sampling_half_width": f"{SLOW}/test_intervals.py::test_the_error_of_a_mean_is_that_of_every_sample_there_could_be",
    "intervals.wilson_interval": f"{SLOW}/test_intervals.py::test_wilsons_ends_are_the_shares_under_which_the_sample_is_just_not_too_far_off",
    "intervals.worst_case_bounds": f"{OWN}/test_intervals.py::test_worst_case_bounds_are_the_ends_of_every_register_there_could_be",
    "knowledge_groups.knowledge_groups": f"{OWN}/test_knowledge_groups.py::test_groups_are_what_can_be_reached_in_any_order",
    "learners.change_figure": f"{SLOW}/test_learners.py::test_changes_of_a_course_are_those_of_the_slow_twin",
    "learners.later_figure": f"{SLOW}/test_learners.py::test_later_changes_are_those_of_the_slow_twin",
    "learners_beside_others.mean_association": f"{OWN}/test_learners_beside_others.py::test_over_several_skills_it_is_the_mean_of_what_is_published",
    "learners_beside_others.own_adjustment": f"{OWN}/test_learners_beside_others.py::test_with_their_own_slope_it_is_the_analysis_of_covariance_up_to_rounding",
    "learners_beside_others.published_association": f"{OWN}/test_learners_beside_others.py::test_an_adjusted_difference_is_that_of_the_slow_twin",
    "learning.changes_by_organisation": f"{SLOW}/test_learning.py::test_changes_are_those_of_the_slow_twin",
    "learning.expected_regression": f"{SLOW}/test_learning.py::test_regression_to_the_mean_is_what_a_second_measurement_brings",
    "learning.mixed_change": f"{SLOW}/test_learning.py::test_a_mixed_change_is_that_of_the_whole_matrix",
    "learning.paired_change": f"{SLOW}/test_learning.py::test_a_paired_change_is_that_of_the_slow_twin",
    "learning.selected_gain": f"{SLOW}/test_learning.py::test_a_selected_gain_is_what_the_second_measurement_leaves_of_it",
    "learning.standardised_change": f"{SLOW}/test_learning.py::test_the_size_of_a_change_is_that_of_the_slow_twin",
    "learning.taker_association": f"{SLOW}/test_learning.py::test_takers_and_others_are_told_apart_as_by_the_slow_twin",
    "packed_answers.table_sums": f"{SLOW}/test_packed.py::test_sums_of_a_table_are_those_of_a_loop",
    "packed_estimates.counts_at_least": f"{SLOW}/test_packed.py::test_counts_of_levels_are_those_of_estimates",
    "packed_estimates.group_totals": f"{SLOW}/test_packed.py::test_totals_of_groups_are_those_of_estimates",
    "packed_estimates.units": f"{SLOW}/test_packed.py::test_totals_of_groups_are_those_of_estimates",
    "packed_merge.by_priority": f"{SLOW}/test_packed.py::test_the_response_that_speaks_is_that_of_the_slow_path",
    "packed_merge.merge_means": f"{SLOW}/test_packed.py::test_packed_means_and_reasons_are_those_of_the_slow_path",
    "packed_merge.merged_reasons": f"{SLOW}/test_packed.py::test_reasons_are_counted_as_documents_are",
    "packed_merge.numbers_of": f"{SLOW}/test_packed.py::test_numbers_of_persons_are_those_behind_their_answers",
    "packed_merge.speakers": f"{SLOW}/test_packed.py::test_the_response_that_speaks_is_that_of_the_slow_path",
    "packed_records.merge_packed": f"{SLOW}/test_packed.py::test_packed_answers_merge_to_the_bit_as_documents_do",
    "packed_scores.dimension_scores": f"{SLOW}/test_packed.py::test_scores_of_organisations_are_those_of_the_slow_path",
    "packed_scores.points": f"{SLOW}/test_packed.py::test_scores_of_organisations_are_those_of_the_slow_path",
    "packed_scores.scores_of_raters": f"{SLOW}/test_packed.py::test_scores_of_raters_are_those_of_the_slow_path",
    "overlap.apart": f"{SLOW}/test_overlap.py::test_waves_of_which_nothing_is_told_are_two_samples",
    "overlap.coarse_correlation": f"{SLOW}/test_overlap.py::test_a_coarse_correlation_is_that_of_the_slow_twin",
    "overlap.overlap": f"{SLOW}/test_overlap.py::test_what_is_told_of_two_waves_is_that_of_the_slow_twin",
    "peer_groups.build_tree": f"{SLOW}/test_peer_groups.py::test_trees_are_those_of_the_slow_twin",
    "peer_groups.on_base": f"{SLOW}/test_peer_groups.py::test_trees_on_a_base_are_those_of_the_slow_twin",
    "peer_groups.units": f"{SLOW}/test_estimate.py::test_units_are_those_of_the_slow_twin",
    "position.flags": f"{SLOW}/test_position.py::test_flags_are_those_of_the_slow_twin",
    "position.position": f"{SLOW}/test_position.py::test_standings_are_those_of_the_slow_twin",
    "priorities.borich": f"{OWN}/test_priorities.py::test_borichs_score_agrees_with_weighing_each_owners_discrepancy",
    "priorities.published_borich": f"{SLOW}/test_priorities.py::test_borichs_score_of_printed_means_weighs_each_owners_discrepancy",
    "priorities.quadrant": f"{SLOW}/test_priorities.py::test_a_quadrant_is_that_of_every_point_of_both_intervals",
    "priorities.reach": f"{OWN}/test_priorities.py::test_reach_agrees_with_counting_one_by_one",
    "published_counts.count_figures": f"{SLOW}/test_published.py::test_counts_as_printed_are_those_of_the_slow_twin",
    "published_counts.narrowed": f"{OWN}/test_published_counts.py::test_what_can_be_derived_is_what_the_slow_twin_finds",
    "published_means.mean_figures": f"{SLOW}/test_published.py::test_means_as_printed_are_those_of_the_slow_twin",
    "published_means.overall": f"{SLOW}/test_published.py::test_an_overall_figure_is_that_of_the_slow_twin",
    "quantiles.bootstrap_errors": f"{SLOW}/test_quantiles.py::test_errors_of_quantiles_are_those_of_every_resample_in_turn",
    "quantiles.harrell_davis": f"{OWN}/test_quantiles.py::test_weighted_harrell_davis_is_that_of_the_slow_twin",
    "quantiles.hyndman_fan": f"{OWN}/test_quantiles.py::test_the_nine_types_are_those_of_the_paper",
    "quantiles.kish": f"{SLOW}/test_quantiles.py::test_kishs_n_is_one_over_the_chance_to_meet_the_same_owner_twice",
    "quantiles.median_ends": f"{SLOW}/test_quantiles.py::test_ends_of_a_median_are_those_of_the_slow_twin",
    "quantiles.sector_median": f"{SLOW}/test_quantiles.py::test_a_median_is_the_middle_of_what_was_stated",
    "quantiles.survey_quantiles": f"{SLOW}/test_quantiles.py::test_survey_quantiles_lie_on_the_line_between_the_two_values_around_them",
    "ranks.published_rank_sets": f"{OWN}/test_published_tiers.py::test_sets_of_ranks_of_shares_agree_with_going_through_every_pair",
    "ranks.rank_sets": f"{OWN}/test_ranks.py::test_sets_of_ranks_agree_with_going_through_every_resample",
    "ranks.tiers": f"{SLOW}/test_ranks.py::test_tiers_are_those_of_the_slow_twin",
    "releases_over_time.corrected": f"{SLOW}/test_releases_over_time.py::test_corrections_are_what_the_slow_twin_says",
    "releases_over_time.counted_at_close": f"{SLOW}/test_releases_over_time.py::test_who_counts_at_the_close_is_what_the_slow_twin_says",
    "releases_over_time.union_leak": f"{SLOW}/test_releases_over_time.py::test_two_releases_together_are_one_table_for_the_gate",
    "reliability.average_deviation": f"{OWN}/test_reliability.py::test_average_deviation_is_that_of_the_slow_twin_wherever_the_points_lie",
    "reliability.intraclass_correlations": f"{OWN}/test_reliability.py::test_the_six_correlations_are_those_of_the_slow_twin",
    "reliability.measurement_error": f"{SLOW}/test_reliability.py::test_the_error_of_several_raters_is_that_of_all_their_errors_added_up",
    "reliability.rater_correlation": f"{OWN}/test_reliability.py::test_the_correlation_of_a_sector_is_that_of_the_slow_twin",
    "reliability.rater_noise": f"{OWN}/test_reliability.py::test_rater_noise_is_that_of_the_slow_twin",
    "rounding.count_band": f"{SLOW}/test_rounding.py::test_bands_of_counts_are_those_of_the_slow_twin",
    "rounding.decimals_of_ends": f"{SLOW}/test_rounding.py::test_ends_as_printed_are_those_of_the_slow_twin",
    "rounding.round_end": f"{SLOW}/test_rounding.py::test_ends_as_printed_are_those_of_the_slow_twin",
    "rounding.round_points": f"{SLOW}/test_rounding.py::test_rounded_points_are_those_of_the_slow_twin",
    "rounding.round_total": f"{SLOW}/test_rounding.py::test_rounded_sums_are_those_of_the_slow_twin",
    "rounding.subtract_bands": f"{SLOW}/test_rounding.py::test_bands_of_all_other_are_those_of_the_slow_twin",
    "rounding.subtract_totals": f"{SLOW}/test_rounding.py::test_all_other_is_that_of_the_slow_twin",
    "sampling_design.mean": f"{OWN}/test_sampling_design.py::test_the_error_over_owners_and_strata_is_that_of_the_slow_twin",
    "sampling_design.ratio": f"{SLOW}/test_sampling_design.py::test_a_ratio_and_its_error_are_those_of_weights_moved_a_little",
    "sampling_design.total": f"{SLOW}/test_sampling_design.py::test_a_total_and_its_error_are_those_of_the_slow_twin",
    "score.dimension_score": f"{SLOW}/test_score.py::test_scores_of_dimensions_are_those_of_the_slow_twin",
    "score.dont_know_rate": f"{SLOW}/test_score.py::test_rates_of_dont_know_are_those_of_the_slow_twin",
    "score.has_dont_know": f"{SLOW}/test_score.py::test_who_does_not_know_something_is_whom_the_slow_twin_finds",
    "score.is_enough": f"{SLOW}/test_score.py::test_enough_is_what_the_slow_twin_calls_enough",
    "score.item_points": f"{SLOW}/test_score.py::test_points_are_those_of_the_slow_twin",
    "score.overall": f"{SLOW}/test_score.py::test_overall_scores_are_those_of_the_slow_twin",
    "side_margins.margin_units": f"{OWN}/test_side_margins.py::test_margins_asked_at_once_are_those_asked_one_by_one",
    "side_margins.withheld_margins": f"{OWN}/test_side_margins.py::test_margins_asked_at_once_are_those_asked_one_by_one",
    "side_margins.side_margins": f"{OWN}/test_side_margins.py::test_margins_asked_at_once_are_those_asked_one_by_one",
    "signed_sums.vanishing_sums": f"{SLOW}/test_signed_sums.py::test_every_combination_that_vanishes_is_found_once",
    "skills_gap.gap_index": f"{SLOW}/test_skills.py::test_the_index_is_that_of_the_slow_twin",
    "skills_gap.group_gaps": f"{SLOW}/test_skills.py::test_groups_are_those_of_the_slow_twin",
    "skills_gap.own_gaps": f"{SLOW}/test_skills.py::test_gaps_are_those_of_the_slow_twin",
    "skills_gap.published_gap": f"{SLOW}/test_derived.py::test_gaps_are_those_of_the_slow_twin",
    "training_choice.choose": f"{SLOW}/test_skills.py::test_the_choice_is_that_of_the_slow_twin",
    "training_choice.fit": f"{SLOW}/test_skills.py::test_what_a_module_closes_is_that_of_the_slow_twin",
    "training_choice.people": f"{SLOW}/test_skills.py::test_people_of_a_module_are_those_of_the_slow_twin",
    "training_choice.uncovered": f"{SLOW}/test_skills.py::test_what_no_module_moves_is_what_the_slow_twin_finds",
    "training_greedy.greedy": f"{OWN}/test_training_sets.py::test_one_course_after_another_is_that_of_the_slow_twin_and_never_beats_the_best",
    "training_margin.added_value": f"{OWN}/test_training_sets.py::test_what_more_money_and_more_hours_add_is_what_trying_every_set_says",
    "training_plan.plan": f"{OWN}/test_training_plan.py::test_no_set_of_courses_beats_the_plan",
    "training_supply.pace": f"{OWN}/test_training_supply.py::test_a_pace_runs_from_everybody_the_same_to_everybody_different",
    "training_supply.years_to_train": f"{OWN}/test_training_supply.py::test_years_are_the_quickest_and_slowest_of_every_pace_and_need",
    "waves.change": f"{SLOW}/test_waves.py::test_a_change_is_that_of_the_slow_twin",
    "waves.change_error": f"{OWN}/test_waves.py::test_the_error_is_that_of_all_covariances_added_up",
    "waves.correlation_of_waves": f"{SLOW}/test_waves.py::test_the_correlation_of_two_waves_is_that_of_the_slow_twin",
    "waves.published_change": f"{SLOW}/test_waves.py::test_a_published_change_is_that_of_the_slow_twin",
    "weighted_totals.published_share": f"{SLOW}/test_weighted_totals.py::test_shares_are_those_of_the_slow_twin",
    "weighted_totals.published_total": f"{SLOW}/test_weighted_totals.py::test_totals_are_those_of_the_slow_twin",
    "weighted_totals.total_figure": f"{OWN}/test_weighted_totals.py::test_the_bounds_of_a_total_hold_the_sum",
    "weighted_totals.two_digits": f"{SLOW}/test_weighted_totals.py::test_two_digits_are_those_of_decimal_arithmetic",
    "weighting.headline_weights": f"{SLOW}/test_weighting.py::test_weights_of_a_headline_are_those_of_the_slow_twin",
    "weighting.kish_over_owners": f"{SLOW}/test_weighting.py::test_kishs_n_over_owners_is_that_of_their_parts_of_the_whole",
    "weighting.lower_response_rate": f"{SLOW}/test_weighting.py::test_the_lower_response_is_that_of_the_slow_twin",
    "weighting.mean_above_leaves": f"{OWN}/test_weighting.py::test_means_above_leaves_are_those_of_the_slow_twin",
    "weighting.rake": f"{OWN}/test_weighting.py::test_raked_weights_are_those_of_the_slow_twin",
    "weighting.trim": f"{SLOW}/test_weighting.py::test_trimmed_weights_are_those_of_the_slow_twin",
}


def functions(path):
    return [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)]


def public():
    for path in sorted(STATS.glob("*.py")):
        yield from (f"{path.stem}.{f.name}" for f in functions(path) if not f.name.startswith("_"))


def test_every_estimator_is_held_to_a_twin():
    assert set(public()) - TWINS.keys() - NO_ESTIMATES.keys() == set()


def test_nothing_is_listed_twice_or_after_it_is_gone():
    listed = [*TWINS, *NO_ESTIMATES]
    assert len(listed) == len(set(listed))
    assert set(listed) - set(public()) == set()


@pytest.mark.parametrize("estimator", sorted(TWINS))
def test_the_twin_is_a_test_of_a_file_that_imports_the_estimator(estimator):
    file, test = TWINS[estimator].split("::")
    assert test in {f.name for f in functions(TESTS / file)}
    module, name = estimator.split(".")
    imported = {
        alias.name
        for node in ast.walk(ast.parse((TESTS / file).read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == f"benchmarking.stats.{module}"
        for alias in node.names
    }
    assert name in imported
