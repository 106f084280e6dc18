package org.thumbscore.spark;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.common.BlankText;
import org.thumbscore.encoder.DualEncoder;
import org.thumbscore.encoder.Embedding;
import org.thumbscore.encoder.EncoderOutput;
import org.thumbscore.encoder.LeasePool;
import org.thumbscore.encoder.UnitVectors;
import org.thumbscore.image.PreparedImage;
import org.thumbscore.text.TextPrefix;
import org.thumbscore.text.TokenizedText;

/**
 * An encoder of single texts and images, for functions that see one row at a time. It shares the
 * encoder of its JVM with tasks that score. Serializable and thread-safe.
 *
 * <pre>{@code
 * SingleEncoder encoder = SingleEncoder.of(spark, source);
 * Optional<UnitVectors> text = encoder.text("flooded street");
 * }</pre>
 */
public final class SingleEncoder implements Serializable {
  private static final long serialVersionUID = 1;

  private final ExecutorEncoder encoder;
  private transient volatile LastText lastText;

  private record LastText(String text, Optional<UnitVectors> vectors) {}

  private SingleEncoder(ExecutorEncoder encoder) {
    this.encoder = encoder;
  }

  /** Creates an encoder, which is opened when it is first used. */
  public static SingleEncoder of(SparkSession spark, EncoderSource source) {
    return new SingleEncoder(ExecutorEncoder.of(spark, source));
  }

  /** Returns a description of the embeddings. */
  public EncoderOutput output() {
    return encoder.source().output();
  }

  /** Returns the digest of the model bundle. */
  public String modelSha256() {
    return encoder.source().bundleSha256();
  }

  /**
   * Embeds a text, or returns nothing if it is null or blank or the model fails on it. The last
   * text is remembered, since a query often compares many images with one text.
   */
  public Optional<UnitVectors> text(String text) {
    if (text == null || BlankText.isBlank(text)) {
      return Optional.empty();
    }
    LastText last = lastText;
    if (last == null || !last.text().equals(text)) {
      last = new LastText(text, embed(text));
      lastText = last;
    }
    return last.vectors();
  }

  private Optional<UnitVectors> embed(String text) {
    int most = encoder.source().encoder().maxTextChars();
    String read = text.length() <= most ? text : TextPrefix.atWhiteSpace(text.substring(0, most));
    try (LeasePool<?, DualEncoder>.Lease lease = encoder.acquire()) {
      TokenizedText tokens = lease.value().tokenize(read);
      return unit(lease.value().embedTexts(List.of(tokens)));
    }
  }

  /**
   * Embeds an image, or returns nothing if it is null, empty, too large or cannot be decoded, or
   * the model fails on it.
   *
   * @param encoded the bytes of an image file
   */
  public Optional<UnitVectors> image(byte[] encoded) {
    long most = encoder.source().encoder().imageLimits().maxBytes();
    if (encoded == null || encoded.length == 0 || encoded.length > most) {
      return Optional.empty();
    }
    try (LeasePool<?, DualEncoder>.Lease lease = encoder.acquire()) {
      return lease.value().prepare(encoded) instanceof PreparedImage.Ready ready
          ? unit(lease.value().embedImages(List.of(ready.crop())))
          : Optional.empty();
    }
  }

  private static Optional<UnitVectors> unit(List<Embedding> embeddings) {
    return embeddings.get(0) instanceof Embedding.Unit unit
        ? Optional.of(unit.vectors())
        : Optional.empty();
  }
}
