"""Maple & Finch, an invented Canadian online shop for the home: its customers, its answers, its clock."""
