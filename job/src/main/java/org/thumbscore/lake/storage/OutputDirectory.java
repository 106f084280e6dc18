package org.thumbscore.lake.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.thumbscore.common.Messages;

/**
 * An output directory. Its data files are visible to readers; files of the runs are stored under
 * {@code _thumbscore}, which Spark and Hive ignore because of the leading underscore.
 */
public final class OutputDirectory {
  private static final String SIDE = "_thumbscore";

  private final Path root;
  private final FileSystem files;
  private final Configuration hadoop;

  private OutputDirectory(Path root, FileSystem files, Configuration hadoop) {
    this.root = root;
    this.files = files;
    this.hadoop = hadoop;
  }

  public static OutputDirectory at(String location, Configuration hadoop) throws IOException {
    Path path = new Path(location);
    FileSystem files = path.getFileSystem(hadoop);
    // A stale checksum file left by a killed process would make a newer file unreadable.
    FileSystem raw = files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
    return new OutputDirectory(raw.makeQualified(path), raw, hadoop);
  }

  public Path root() {
    return root;
  }

  public FileSystem files() {
    return files;
  }

  public Path success() {
    return new Path(root, "_SUCCESS");
  }

  public static Path beside(Path root, String name) {
    return new Path(root, SIDE + "/" + name);
  }

  public Path staging() {
    return new Path(root, SIDE + "/staging");
  }

  public Path staging(String runId) {
    return new Path(staging(), runId);
  }

  public Path ledger() {
    return new Path(root, SIDE + "/ledger");
  }

  public Path locks() {
    return new Path(root, SIDE + "/locks");
  }

  public Path turns() {
    return new Path(root, SIDE + "/turns");
  }

  public Path rejected(String runId) {
    return new Path(root, SIDE + "/rejected/" + runId);
  }

  public Path runRecord(String runId) {
    return new Path(root, SIDE + "/runs/" + runId + ".json");
  }

  /** Returns the data files that readers see, by path relative to the root, with their lengths. */
  public Map<String, Long> visible() throws IOException {
    Map<String, Long> visible = new TreeMap<>();
    List<FileStatus> top = List.of();
    try {
      top = Arrays.stream(files.listStatus(root)).filter(e -> !hidden(e.getPath())).toList();
    } catch (FileNotFoundException e) {
      return visible;
    }
    for (FileStatus entry : top) {
      String name = entry.getPath().getName();
      if (entry.isDirectory()) {
        dataFilesUnder(entry.getPath()).forEach((path, len) -> visible.put(name + "/" + path, len));
      } else {
        visible.put(name, entry.getLen());
      }
    }
    return visible;
  }

  /** Returns the data files under a directory, by path relative to it, with their lengths. */
  public Map<String, Long> dataFilesUnder(Path directory) throws IOException {
    Map<String, Long> found = new TreeMap<>();
    int prefix = files.makeQualified(directory).toString().length() + 1;
    for (FileStatus file : filesUnder(directory)) {
      if (!hidden(file.getPath())) {
        found.put(file.getPath().toString().substring(prefix), file.getLen());
      }
    }
    return found;
  }

  private List<FileStatus> filesUnder(Path directory) throws IOException {
    List<FileStatus> found = new ArrayList<>();
    if (files instanceof RawLocalFileSystem) {
      // A located status holds the permissions, for which Hadoop starts a process.
      for (FileStatus entry : files.listStatus(directory)) {
        found.addAll(entry.isDirectory() ? filesUnder(entry.getPath()) : List.of(entry));
      }
      return found;
    }
    RemoteIterator<LocatedFileStatus> each = files.listFiles(directory, true);
    while (each.hasNext()) {
      found.add(each.next());
    }
    return found;
  }

  /** Returns the path with glob characters escaped, so that Spark reads it literally. */
  public static String literal(Path path) {
    return path.toString().replaceAll("[\\[\\]{}*?\\\\]", "\\\\$0");
  }

  boolean isS3a() {
    return "s3a".equals(root.toUri().getScheme());
  }

  /**
   * Returns whether readers ignore the path because its name begins with an underscore or a dot.
   */
  private static boolean hidden(Path path) {
    return path.getName().startsWith("_") || path.getName().startsWith(".");
  }

  public void rename(Path from, Path to) throws IOException {
    files.mkdirs(to.getParent());
    if (!files.rename(from, to)) {
      throw new IOException("rename of " + from + " to " + to + " was refused");
    }
  }

  public void write(Path file, String text) throws IOException {
    try (OutputStream out = files.create(file, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (FSError e) {
      // Hadoop reports a full disk as an error.
      throw new IOException(Messages.firstLine(Messages.root(e)), e);
    }
  }

  /** Replaces a file atomically, so that readers see either the old or the new text. */
  public void replace(Path file, String text) throws IOException {
    if (isS3a()) {
      // An object becomes visible only when its upload is complete.
      write(file, text);
      return;
    }
    Path fresh = new Path(file.getParent(), "." + file.getName() + ".fresh");
    try {
      write(fresh, text);
      if (files instanceof RawLocalFileSystem) {
        rename(fresh, file);
      } else {
        FileContext.getFileContext(root.toUri(), hadoop)
            .rename(fresh, file, Options.Rename.OVERWRITE);
      }
    } catch (IOException e) {
      removeAfter(e, fresh);
      throw e;
    }
  }

  /** A full disk leaves an empty file. */
  private void removeAfter(IOException failure, Path fresh) {
    try {
      files.delete(fresh, false);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Removes a directory, and its parents up to the root as long as they are empty. */
  public void remove(Path directory) throws IOException {
    remove(directory, root);
  }

  /** Removes a directory, and its parents below another one as long as they are empty. */
  public void remove(Path directory, Path below) throws IOException {
    files.delete(directory, true);
    for (Path parent = directory.getParent();
        !parent.equals(below) && isEmpty(parent);
        parent = parent.getParent()) {
      if (!removeEmpty(parent)) {
        return;
      }
    }
  }

  /** Returns false if another run has written into the directory in the meantime. */
  private boolean removeEmpty(Path directory) throws IOException {
    try {
      files.delete(directory, false);
      return true;
    } catch (IOException e) {
      if (isEmpty(directory)) {
        throw e;
      }
      return false;
    }
  }

  public boolean isEmpty(Path directory) throws IOException {
    try {
      return files.listStatus(directory).length == 0;
    } catch (FileNotFoundException e) {
      return false;
    }
  }
}
