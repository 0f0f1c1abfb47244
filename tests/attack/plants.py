"""Leaks put into a page of results, each of which the crawler has to find."""

from dataclasses import replace


def with_profile(results, **changes):
    """The same page with another profile, which is the first thing of its first part."""
    part = results.parts[0]
    piece = replace(part.pieces[0], shown=replace(results.profile, **changes))
    return replace(results, parts=(replace(part, pieces=(piece, *part.pieces[1:])), *results.parts[1:]))


def leak_in_a_chart(results, exact):
    return with_profile(results, figure={**results.profile.figure, "data": [{"x": [exact]}]})


def leak_on_hovering(results, exact):
    return with_profile(results, figure={**results.profile.figure, "data": [{"text": [f"exactly {exact}"]}]})


def leak_in_a_table(results, exact):
    rows = tuple((*row[:-1], f"{exact:.2f}") for row in results.profile.rows)
    return with_profile(results, rows=rows)


def leak_in_a_sentence(results, exact):
    return replace(results, lede=f"The others have {exact:.3f} in A1.")


PLANTS = (leak_in_a_chart, leak_on_hovering, leak_in_a_table, leak_in_a_sentence)
