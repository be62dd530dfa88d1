"""Pictures of the ideas, a file a subject: drawn by code, without data."""
