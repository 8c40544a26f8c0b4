"""One file per source; a source never imports another."""
