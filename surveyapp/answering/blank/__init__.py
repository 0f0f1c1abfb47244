"""The blank questionnaire, to read before starting or to prepare with colleagues: one outline, as PDF and as DOCX."""
