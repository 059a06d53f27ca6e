"""The curator's workbench."""
