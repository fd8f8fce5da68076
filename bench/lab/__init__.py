"""The laboratory of bench/analysis: one module for each section of its table."""
