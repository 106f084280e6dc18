package org.thumbscore.pipeline;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.thumbscore.encoder.Embedding;
import org.thumbscore.image.PreparedThumbnail;
import org.thumbscore.runtime.EncoderException;

/** One picture on its way through decoding and the image tower. Not thread-safe. */
final class ImageWork {
  private static final Future<PreparedThumbnail> NOT_NEEDED = new CompletableFuture<>();

  private final Future<?> reading;
  private final Future<PreparedThumbnail> decoding;
  private Optional<Embedding> embedding = Optional.empty();
  private Optional<PreparedThumbnail.Rejected> rejection = Optional.empty();

  /** A picture whose bytes are at hand. */
  ImageWork(Future<PreparedThumbnail> decoding) {
    this(decoding, decoding);
  }

  /**
   * A picture that is read first.
   *
   * @param decoding begins by itself when the reading is done
   */
  ImageWork(Future<?> reading, Future<PreparedThumbnail> decoding) {
    this.reading = reading;
    this.decoding = decoding;
  }

  /** A picture that need not be decoded. */
  static ImageWork known(float[] vector) {
    ImageWork work = new ImageWork(NOT_NEEDED);
    work.settle(new Embedding.Unit(vector));
    return work;
  }

  boolean isKnown() {
    return decoding == NOT_NEEDED;
  }

  /** Waits for the decoder. */
  PreparedThumbnail prepared() {
    try {
      PreparedThumbnail prepared = decoding.get();
      if (prepared instanceof PreparedThumbnail.Rejected why) {
        rejection = Optional.of(why);
      }
      return prepared;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EncoderException("interrupted while waiting for a decoder", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new EncoderException("Cannot decode a picture: " + e.getCause(), e.getCause());
    }
  }

  boolean isSettled() {
    return embedding.isPresent() || rejection.isPresent();
  }

  void settle(Embedding result) {
    embedding = Optional.of(result);
  }

  Optional<Embedding> embedding() {
    return embedding;
  }

  Optional<PreparedThumbnail.Rejected> rejection() {
    return rejection;
  }

  void cancel() {
    if (!isKnown()) {
      reading.cancel(false);
      decoding.cancel(false);
    }
  }
}
