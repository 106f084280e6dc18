package org.thumbscore.pipeline;

import org.thumbscore.image.PreparedImage;

/** The key by which images in the look-ahead are deduplicated. */
sealed interface ImageKey permits ContentKey, ImageKey.PathKey, ImageKey.RefusedKey {

  static ImageKey of(ArticleImage image) {
    if (image instanceof ArticleImage.Encoded encoded) {
      return new ContentKey(encoded.bytes());
    }
    return image instanceof ArticleImage.At at
        ? new PathKey(at.path())
        : new RefusedKey(((ArticleImage.Refused) image).why());
  }

  /** The path of an image. The contents of the file are not compared. */
  record PathKey(String path) implements ImageKey {}

  /** The reason why an image was refused. */
  record RefusedKey(PreparedImage.Rejected why) implements ImageKey {}
}
