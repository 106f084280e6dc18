package org.thumbscore.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files in a bundle's directory, as sorted relative paths with forward slashes.
 *
 * @param files the files that scoring may read: configs, graphs and external weights
 */
record BundleLayout(Path directory, List<String> files) {
  private static final int DEPTH = 3;
  private static final int LISTED = 12;
  private static final List<String> FOLDERS = List.of("", "onnx/");
  // A calibration names the digest of its model, so it cannot be part of it.
  private static final String CALIBRATION = "calibration.json";

  static BundleLayout of(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new BundleException(
          "Cannot open bundle "
              + directory
              + ": there is no such directory; expected config.json, preprocessor_config.json,"
              + " tokenizer.json and ONNX graphs in it");
    }
    // A bundle may be a symbolic link, such as "current" to a dated bundle, and its graphs may be
    // on another disk.
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
    return !hidden
        && !file.equals(CALIBRATION)
        && (file.endsWith(".json") || file.contains(".onnx") || file.endsWith(".bin"));
  }

  Path require(String file) {
    if (!files.contains(file)) {
      throw refusal("it lacks " + file + "; " + contents());
    }
    return directory.resolve(file);
  }

  /**
   * Returns the graphs of the first of these exports that the bundle has in a precision, from any
   * of its folders.
   */
  Optional<GraphFiles> graphs(List<GraphSet> exports, Precision precision) {
    return exports.stream()
        .flatMap(export -> FOLDERS.stream().map(folder -> graphs(export, folder, precision)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<GraphFiles> graphs(GraphSet export, String folder, Precision precision) {
    Map<String, Path> found = new LinkedHashMap<>();
    for (String stem : export.stems()) {
      String file = folder + stem + precision.suffix() + ".onnx";
      if (!files.contains(file)) {
        return Optional.empty();
      }
      found.put(stem, directory.resolve(file));
    }
    return Optional.of(new GraphFiles(found, precision));
  }

  BundleException refusal(String why) {
    return new BundleException("Cannot use bundle " + directory.getFileName() + ": " + why);
  }

  /** Returns a list of the bundle's files, for messages. */
  String contents() {
    return "found " + listed(file -> true, "no configs or graphs");
  }

  /** Returns a list of the bundle's graphs, for messages. */
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
