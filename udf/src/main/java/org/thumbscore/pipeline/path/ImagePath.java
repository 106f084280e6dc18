package org.thumbscore.pipeline.path;

import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.thumbscore.common.StorageUri;

/** An interpreter of the image paths in articles. */
final class ImagePath {
  private static final Set<String> WEB = Set.of("http", "https");

  private ImagePath() {}

  /**
   * Returns an absolute path. The text is interpreted as a Hadoop path, in which {@code %20} is not
   * a space.
   *
   * @param base the absolute URI of the directory to which relative paths refer, or empty if there
   *     is none
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
