"""The miniature: the paper's systems in small, trained on invented news and compared."""
