"""Whom a survey asks, with which words, and what became of each letter."""
