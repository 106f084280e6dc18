package org.thumbscore.model;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ONNX files of one export of a model in one precision.
 *
 * @param files the files by the stem of their graph, for instance {@code vision_model}
 * @param precision the precision of these files, which may differ from the requested one
 */
public record GraphFiles(Map<String, Path> files, Precision precision) {
  public GraphFiles {
    files = new LinkedHashMap<>(files);
  }
}
