package org.thumbscore.pipeline;

/** What makes two pictures of the look-ahead the same. */
sealed interface PictureKey permits ContentKey, PictureKey.PathKey {

  static PictureKey of(Picture picture) {
    return picture instanceof Picture.Encoded encoded
        ? new ContentKey(encoded.bytes())
        : new PathKey(((Picture.At) picture).path());
  }

  /** Where it lies: what lies there is not compared. */
  record PathKey(String path) implements PictureKey {}
}
