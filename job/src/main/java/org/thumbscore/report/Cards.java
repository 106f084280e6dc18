package org.thumbscore.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes cards of articles.
 *
 * @param found the articles that were read, by id
 * @param absent the text shown in place of a missing image
 */
record Cards(Map<String, ArticleLookup.Found> found, String absent) {

  /**
   * Reads the articles with the given ids.
   *
   * @param given whether the user has named a table of articles
   */
  static Cards of(ArticleLookup articles, List<String> ids, boolean given) {
    return new Cards(articles.read(ids), given ? "no image found" : "image not loaded");
  }

  /**
   * Returns the card of an article.
   *
   * @param id the id; null if the article has none
   */
  Page.Card card(String id, String figure, String detail, String source) {
    Optional<ArticleLookup.Found> article = Optional.ofNullable(id).map(found::get);
    Optional<ArticleLookup.ArticleImage> image = article.flatMap(ArticleLookup.Found::image);
    String headline =
        article
            .map(ArticleLookup.Found::headline)
            .filter(h -> !h.isEmpty())
            .orElse("(no headline)");
    return new Page.Card(
        headline,
        figure,
        detail,
        source,
        Headline.of(id),
        image.isPresent(),
        image.map(ArticleLookup.ArticleImage::uri).orElse(""),
        image.map(ArticleLookup.ArticleImage::width).orElse(0),
        image.map(ArticleLookup.ArticleImage::height).orElse(0),
        absent);
  }
}
