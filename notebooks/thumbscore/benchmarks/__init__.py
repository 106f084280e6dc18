"""What one would write instead of Thumbscore: `pipeline` is the model in Python, and `inputs` what it reads."""
