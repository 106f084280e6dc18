package org.thumbscore.pipeline;

import java.util.concurrent.CompletableFuture;
import org.thumbscore.image.PreparedImage;

/** A store from which images are read that articles refer to by path. Thread-safe. */
@FunctionalInterface
public interface ImageStore {
  /** A store without images, for articles that contain their images. */
  ImageStore NONE =
      path ->
          CompletableFuture.completedFuture(
              new StoredImage.Refused(
                  new PreparedImage.Rejected(
                      PreparedImage.Reason.UNREADABLE, "no store to read images from")));

  /**
   * Starts reading an image and returns immediately.
   *
   * @return a future with the image or the reason why it was refused; it fails only with an {@code
   *     Error}, and cancelling it stops the read
   */
  CompletableFuture<StoredImage> read(String path);
}
