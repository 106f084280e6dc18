"""Counterfactual texts: a summary whose people are replaced by what a masked language model finds likely there.

This is the reference of the Spark job's ``counterfactual``: the same steps in the same order with the same random
numbers. White space is what Python's ``str.isspace`` says, and positions in a text count code points.

    tagger, masked = Tagger(TokenModel.open(DIR)), MaskedModel(TokenModel.open(DIR))
    prepared = prepare(text, tagger, masked, seed=7)
    found = search(prepared, similarity)

``tokens`` opens a bundle, ``people`` finds whom a text names, ``stream`` draws the random numbers, ``masking`` hides
people, ``filling`` puts others in their place, and ``search`` tries until the new text is less similar to the image.
"""
