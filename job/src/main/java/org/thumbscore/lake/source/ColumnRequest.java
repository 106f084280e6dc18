package org.thumbscore.lake.source;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The columns requested by the user. Explicit names take precedence over those of the preset.
 *
 * @param keep the columns to copy to the output
 * @param partitionBy the columns to partition the output by, outermost first; they are also copied
 */
public record ColumnRequest(
    Optional<Preset> preset,
    Optional<String> id,
    Optional<String> text,
    Optional<String> image,
    List<String> keep,
    List<String> partitionBy) {
  public ColumnRequest {
    keep = List.copyOf(keep);
    partitionBy = List.copyOf(partitionBy);
  }

  /** Returns a copy of this request that also copies other columns to the output, each once. */
  public ColumnRequest alsoKeeping(List<String> names) {
    List<String> all = Stream.concat(keep.stream(), names.stream()).distinct().toList();
    return new ColumnRequest(preset, id, text, image, all, partitionBy);
  }

  Optional<String> named(ColumnRole role) {
    return switch (role) {
      case ID -> id;
      case TEXT -> text;
      case IMAGE -> image;
    };
  }
}
