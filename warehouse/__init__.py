"""The two stores: the lake (what was said) and the desk (what people do)."""
