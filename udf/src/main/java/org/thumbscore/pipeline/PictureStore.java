package org.thumbscore.pipeline;

import java.util.concurrent.CompletableFuture;
import org.thumbscore.image.PreparedThumbnail;

/** Where pictures lie that articles name by path. Thread-safe. */
@FunctionalInterface
public interface PictureStore {
  /** For articles that come with their pictures. */
  PictureStore NONE =
      path ->
          CompletableFuture.completedFuture(
              new StoredPicture.Refused(
                  new PreparedThumbnail.Rejected(
                      PreparedThumbnail.Reason.UNREADABLE, "no store to read pictures from")));

  /**
   * Begins to read and returns at once.
   *
   * @return the picture or why there is none, some time; fails only with an {@code Error}.
   *     Cancelling it ends the reading
   */
  CompletableFuture<StoredPicture> read(String path);
}
