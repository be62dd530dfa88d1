"""Pictures of ideas: what a sentence of a lesson means, drawn on its own toy data."""
