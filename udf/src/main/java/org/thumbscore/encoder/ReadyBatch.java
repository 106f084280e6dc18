package org.thumbscore.encoder;

/**
 * A batch of images and a batch of texts as tensors, for measuring what the towers alone can do.
 * Used by one thread.
 *
 * <pre>{@code
 * ReadyBatch batch = encoder.ready(crops, texts);
 * batch.embedImages();
 * }</pre>
 */
public final class ReadyBatch {
  private final Towers towers;
  private final PixelBatch pixels;
  private final TokenBatch tokens;

  ReadyBatch(Towers towers, PixelBatch pixels, TokenBatch tokens) {
    this.towers = towers;
    this.pixels = pixels;
    this.tokens = tokens;
  }

  /** Runs the image tower. */
  public void embedImages() {
    towers.images(pixels);
  }

  /** Runs the text tower. */
  public void embedTexts() {
    towers.texts(tokens);
  }
}
