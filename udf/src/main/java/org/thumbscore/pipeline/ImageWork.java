package org.thumbscore.pipeline;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.thumbscore.encoder.Embedding;
import org.thumbscore.image.PreparedImage;
import org.thumbscore.runtime.EncoderException;

/** The progress of one image through decoding and the image tower. Not thread-safe. */
final class ImageWork {
  private static final Future<PreparedImage> NOT_NEEDED = new CompletableFuture<>();

  private final Future<?> reading;
  private final Future<PreparedImage> decoding;
  private Optional<Embedding> embedding = Optional.empty();
  private Optional<PreparedImage.Rejected> rejection = Optional.empty();

  /** Creates the work for an image whose bytes are already in memory. */
  ImageWork(Future<PreparedImage> decoding) {
    this(decoding, decoding);
  }

  /**
   * Creates the work for an image that is read first.
   *
   * @param decoding starts automatically when the read completes
   */
  ImageWork(Future<?> reading, Future<PreparedImage> decoding) {
    this.reading = reading;
    this.decoding = decoding;
  }

  /** Returns the work for an image with a known embedding, which is not decoded. */
  static ImageWork known(Embedding.Unit embedding) {
    ImageWork work = new ImageWork(NOT_NEEDED);
    work.settle(embedding);
    return work;
  }

  /** Returns the work for an image that was refused without decoding. */
  static ImageWork refused(PreparedImage.Rejected why) {
    return new ImageWork(CompletableFuture.<PreparedImage>completedFuture(why));
  }

  boolean isKnown() {
    return decoding == NOT_NEEDED;
  }

  /** Returns whether the decoder is done. */
  boolean isPrepared() {
    return decoding.isDone();
  }

  /** Waits for the decoder and returns its result. */
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
