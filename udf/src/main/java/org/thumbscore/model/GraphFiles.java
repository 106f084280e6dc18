package org.thumbscore.model;

import java.nio.file.Path;

/** The ONNX files of one precision of a bundle. */
public sealed interface GraphFiles {

  /** The precision of these files; not always the one that was asked for. */
  Precision precision();

  /** One graph for each tower. */
  record SplitTowers(Path vision, Path text, Precision precision) implements GraphFiles {}

  /** One graph with both towers and four outputs. */
  record CombinedModel(Path model, Precision precision) implements GraphFiles {}
}
