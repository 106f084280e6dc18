package org.thumbscore.pipeline;

/** What makes two images of the look-ahead the same. */
sealed interface ImageKey permits ContentKey, ImageKey.PathKey {

  static ImageKey of(ArticleImage image) {
    return image instanceof ArticleImage.Encoded encoded
        ? new ContentKey(encoded.bytes())
        : new PathKey(((ArticleImage.At) image).path());
  }

  /** Where it lies: what lies there is not compared. */
  record PathKey(String path) implements ImageKey {}
}
