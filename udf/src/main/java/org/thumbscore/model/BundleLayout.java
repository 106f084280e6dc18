package org.thumbscore.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files of a bundle's directory, relative to it and with forward slashes, sorted.
 *
 * @param files those that scoring may read: configs, graphs, external weights
 */
record BundleLayout(Path directory, List<String> files) {
  private static final int DEPTH = 3;
  private static final int LISTED = 12;
  private static final List<String> FOLDERS = List.of("", "onnx/");

  static BundleLayout of(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new BundleException(
          "Cannot open bundle "
              + directory
              + ": there is no such directory; expected config.json, preprocessor_config.json,"
              + " tokenizer.json and ONNX graphs in it");
    }
    // A bundle may be a link, such as "current" to a dated one, and its graphs on another disk.
    try (Stream<Path> paths = Files.walk(directory, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
      return new BundleLayout(
          directory,
          paths
              .filter(Files::isRegularFile)
              .map(path -> directory.relativize(path).toString().replace('\\', '/'))
              .filter(BundleLayout::isRead)
              .sorted()
              .toList());
    } catch (IOException e) {
      throw BundleException.because("Cannot list bundle " + directory, e);
    } catch (UncheckedIOException e) {
      throw BundleException.because("Cannot list bundle " + directory, e.getCause());
    }
  }

  private static boolean isRead(String file) {
    boolean hidden = file.startsWith(".") || file.contains("/.");
    return !hidden && (file.endsWith(".json") || file.contains(".onnx") || file.endsWith(".bin"));
  }

  Path require(String file) {
    if (!files.contains(file)) {
      throw refusal("it lacks " + file + "; " + contents());
    }
    return directory.resolve(file);
  }

  /** The graphs of a precision, split towers before a combined model. */
  Optional<GraphFiles> graphs(Precision precision) {
    return Stream.<Optional<GraphFiles>>concat(
            FOLDERS.stream().map(folder -> split(folder, precision)),
            FOLDERS.stream().map(folder -> combined(folder, precision)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<GraphFiles> split(String folder, Precision precision) {
    String vision = folder + "vision_model" + precision.suffix() + ".onnx";
    String text = folder + "text_model" + precision.suffix() + ".onnx";
    return files.contains(vision) && files.contains(text)
        ? Optional.of(
            new GraphFiles.SplitTowers(
                directory.resolve(vision), directory.resolve(text), precision))
        : Optional.empty();
  }

  private Optional<GraphFiles> combined(String folder, Precision precision) {
    String model = folder + "model" + precision.suffix() + ".onnx";
    return files.contains(model)
        ? Optional.of(new GraphFiles.CombinedModel(directory.resolve(model), precision))
        : Optional.empty();
  }

  BundleException refusal(String why) {
    return new BundleException("Cannot use bundle " + directory.getFileName() + ": " + why);
  }

  /** For messages: what there is. */
  String contents() {
    return "found " + listed(file -> true, "no configs or graphs");
  }

  /** For messages: which graphs there are. */
  String graphContents() {
    return "found " + listed(file -> file.endsWith(".onnx"), "no .onnx file");
  }

  private String listed(Predicate<String> wanted, String none) {
    List<String> names = new ArrayList<>(files.stream().filter(wanted).toList());
    if (names.isEmpty()) {
      return none;
    }
    int more = names.size() - LISTED;
    String head = String.join(", ", names.subList(0, Math.min(LISTED, names.size())));
    return more > 0 ? head + " and " + more + " more" : head;
  }
}
