package org.thumbscore.pipeline.path;

import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.thumbscore.common.StorageUri;

/** Makes sense of what an article says of its image's place. */
final class ImagePath {
  private static final Set<String> WEB = Set.of("http", "https");

  private ImagePath() {}

  /**
   * An absolute path. It is taken as Hadoop writes paths: {@code %20} is no space.
   *
   * @param base absolute URI of the directory that relative paths start from; empty: there is none
   */
  static Path resolve(String base, String text) throws RefusedException {
    Path path = parse(text);
    String scheme = path.toUri().getScheme();
    if (scheme != null && WEB.contains(scheme.toLowerCase(Locale.ROOT))) {
      throw RefusedException.unreadable(
          text, "it is a URL; expected a path in the lake. Bring it there with 'thumbscore fetch'");
    }
    if (scheme != null) {
      return path;
    }
    if (base.isEmpty()) {
      throw RefusedException.unreadable(
          text, "it names no file system; expected a full URI, or score.images.base to start from");
    }
    return new Path(new Path(base), path);
  }

  private static Path parse(String text) throws RefusedException {
    try {
      return new Path(StorageUri.canonical(text));
    } catch (IllegalArgumentException e) {
      throw RefusedException.unreadable(text, "it is neither a path nor a URI");
    }
  }
}
