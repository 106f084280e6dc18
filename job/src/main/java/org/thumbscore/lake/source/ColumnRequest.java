package org.thumbscore.lake.source;

import java.util.List;
import java.util.Optional;

/**
 * The columns a user asks for; a name given outright beats the preset's.
 *
 * @param keep carried over to the output as read
 * @param partitionBy directories of the output, outermost first; carried over too
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

  Optional<String> named(ColumnRole role) {
    return switch (role) {
      case ID -> id;
      case TEXT -> text;
      case IMAGE -> image;
    };
  }
}
