package org.thumbscore.hostile;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.thumbscore.score.RowStatus;

/**
 * An image made to hurt.
 *
 * @param name the format and what is wrong
 * @param statuses what may come of it
 */
public record Hostile(String name, Supplier<byte[]> maker, Set<RowStatus> statuses) {
  static Hostile of(String name, Supplier<byte[]> maker, RowStatus... statuses) {
    return new Hostile(name, maker, EnumSet.copyOf(Arrays.asList(statuses)));
  }

  /** Large ones are made only when they are needed. */
  public byte[] bytes() {
    return maker.get();
  }
}
