package org.thumbscore.hostile;

import java.util.List;
import java.util.stream.Stream;

/** Images made to hurt, of every format. */
public final class HostileImages {
  private HostileImages() {}

  /** Each under a name of its own. */
  public static List<Hostile> all() {
    return Stream.of(
            HostileJpegs.all(),
            HostilePngs.all(),
            HostileGifs.all(),
            HostileWebps.all(),
            HostileBmps.all(HostilePngs::large),
            HostileTiffs.all(HostilePngs::largePixels, HostileJpegs::large))
        .flatMap(List::stream)
        .toList();
  }
}
