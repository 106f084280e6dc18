package org.thumbscore.pipeline;

import org.thumbscore.image.PreparedImage;

/** What makes two images of the look-ahead the same. */
sealed interface ImageKey permits ContentKey, ImageKey.PathKey, ImageKey.RefusedKey {

  static ImageKey of(ArticleImage image) {
    if (image instanceof ArticleImage.Encoded encoded) {
      return new ContentKey(encoded.bytes());
    }
    return image instanceof ArticleImage.At at
        ? new PathKey(at.path())
        : new RefusedKey(((ArticleImage.Refused) image).why());
  }

  /** Where it lies: what lies there is not compared. */
  record PathKey(String path) implements ImageKey {}

  /** Why there is none. */
  record RefusedKey(PreparedImage.Rejected why) implements ImageKey {}
}
