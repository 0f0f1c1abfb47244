"""Surveys that were held elsewhere are brought along."""
