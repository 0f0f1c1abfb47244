"""Questionnaires of other products, read into our schema and (XLSForm) written from it.

`reading.read(content, filename)` finds the format and gives an `Imported`, or raises `FileRefused`. Each format has a
module of its own; all of them put the questionnaire together with `building.Builder`.
"""
