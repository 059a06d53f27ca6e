"""Migrations, oldest first; none is changed after a release."""
