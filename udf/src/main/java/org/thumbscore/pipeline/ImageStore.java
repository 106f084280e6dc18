package org.thumbscore.pipeline;

import java.util.concurrent.CompletableFuture;
import org.thumbscore.image.PreparedImage;

/** Where images lie that articles name by path. Thread-safe. */
@FunctionalInterface
public interface ImageStore {
  /** For articles that come with their images. */
  ImageStore NONE =
      path ->
          CompletableFuture.completedFuture(
              new StoredImage.Refused(
                  new PreparedImage.Rejected(
                      PreparedImage.Reason.UNREADABLE, "no store to read images from")));

  /**
   * Begins to read and returns at once.
   *
   * @return the image or why there is none, some time; fails only with an {@code Error}. Cancelling
   *     it ends the reading
   */
  CompletableFuture<StoredImage> read(String path);
}
