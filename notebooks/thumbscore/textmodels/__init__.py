"""Small models that write counterfactual texts of the invented news: a tagger and a masked language model."""
