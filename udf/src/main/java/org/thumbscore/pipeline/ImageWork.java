package org.thumbscore.pipeline;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.thumbscore.encoder.Embedding;
import org.thumbscore.image.PreparedImage;
import org.thumbscore.runtime.EncoderException;

/** One image on its way through decoding and the image tower. Not thread-safe. */
final class ImageWork {
  private static final Future<PreparedImage> NOT_NEEDED = new CompletableFuture<>();

  private final Future<?> reading;
  private final Future<PreparedImage> decoding;
  private Optional<Embedding> embedding = Optional.empty();
  private Optional<PreparedImage.Rejected> rejection = Optional.empty();

  /** An image whose bytes are at hand. */
  ImageWork(Future<PreparedImage> decoding) {
    this(decoding, decoding);
  }

  /**
   * An image that is read first.
   *
   * @param decoding begins by itself when the reading is done
   */
  ImageWork(Future<?> reading, Future<PreparedImage> decoding) {
    this.reading = reading;
    this.decoding = decoding;
  }

  /** An image that need not be decoded. */
  static ImageWork known(float[] vector) {
    ImageWork work = new ImageWork(NOT_NEEDED);
    work.settle(new Embedding.Unit(vector));
    return work;
  }

  /** An image that need not be looked at. */
  static ImageWork refused(PreparedImage.Rejected why) {
    return new ImageWork(CompletableFuture.<PreparedImage>completedFuture(why));
  }

  boolean isKnown() {
    return decoding == NOT_NEEDED;
  }

  /** Waits for the decoder. */
  PreparedImage prepared() {
    try {
      PreparedImage prepared = decoding.get();
      if (prepared instanceof PreparedImage.Rejected why) {
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
      throw new EncoderException("Cannot decode an image: " + e.getCause(), e.getCause());
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

  Optional<PreparedImage.Rejected> rejection() {
    return rejection;
  }

  void cancel() {
    if (!isKnown()) {
      reading.cancel(false);
      decoding.cancel(false);
    }
  }
}
