"""Invented news in miniature: people with stable looks, articles that name them, and thumbnails that show them or not.

A pair is labelled 1 where the thumbnail portrays at least one actor of the article. What tells the labels of the test
set apart is only which person, ship, club, building or animal is drawn.
"""
