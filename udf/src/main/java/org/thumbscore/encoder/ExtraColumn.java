package org.thumbscore.encoder;

import java.io.Serializable;
import java.util.Objects;

/**
 * A column that a model family writes of an image beside its score, for instance the caption that
 * its text is compared with.
 *
 * @param name in lower case; no column of the scores has it
 */
public record ExtraColumn(String name, Type type) implements Serializable {
  /** The type of its values, in terms of Java. */
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

  /** Tells whether a value may stand in the column. */
  public boolean accepts(Object value) {
    return type.values.isInstance(value);
  }
}
