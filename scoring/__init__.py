"""Language, sentiment, complaint and question probability of a post, each with its reasons."""
