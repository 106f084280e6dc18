package org.thumbscore.encoder;

import java.io.Serializable;
import java.util.Objects;

/**
 * A column that a model family adds to the score of each image, for instance the caption with which
 * its text is compared.
 *
 * @param name the name in lower case, different from all columns of the scores
 */
public record ExtraColumn(String name, Type type) implements Serializable {
  /** The type of the values, as a Java class. */
  public enum Type {
    STRING(String.class),
    INTEGER(Integer.class),
    DOUBLE(Double.class);

    private final Class<?> values;

    Type(Class<?> values) {
      this.values = values;
    }
  }

  public ExtraColumn {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
  }

  /** Returns whether a value has the type of this column. */
  public boolean accepts(Object value) {
    return type.values.isInstance(value);
  }
}
