package org.thumbscore.model;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ONNX files of one export of a model in one precision.
 *
 * @param files by the graph's stem, for instance {@code vision_model}
 * @param precision of these files; not always the one that was asked for
 */
public record GraphFiles(Map<String, Path> files, Precision precision) {
  public GraphFiles {
    files = new LinkedHashMap<>(files);
  }
}
