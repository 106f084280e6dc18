package org.thumbscore.bundle;

import java.nio.file.Path;
import java.util.List;

/** SKELETON. An opened model bundle on local disk. */
public final class ModelBundle {
  private ModelBundle() {}

  public static ModelBundle open(Path directory) {
    throw new UnsupportedOperationException("skeleton");
  }

  /** The directory's name, as it appears in the column {@code model}. */
  public String name() {
    throw new UnsupportedOperationException("skeleton");
  }

  public Path directory() {
    throw new UnsupportedOperationException("skeleton");
  }

  /** Lower-case hex SHA-256 over the bundle's files. */
  public String sha256() {
    throw new UnsupportedOperationException("skeleton");
  }

  public EncoderConfig encoder() {
    throw new UnsupportedOperationException("skeleton");
  }

  public PreprocessorConfig preprocessor() {
    throw new UnsupportedOperationException("skeleton");
  }

  public Path tokenizerJson() {
    throw new UnsupportedOperationException("skeleton");
  }

  /**
   * The graphs of the first of these precisions that the bundle has, else the full precision with a
   * logged warning, else what it has.
   */
  public GraphFiles graphs(List<Precision> preferred) {
    throw new UnsupportedOperationException("skeleton");
  }
}
