package org.thumbscore.lake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A part of the input that is committed as a whole.
 *
 * @param id names it in the ledger; safe as a file name
 * @param files in the order of their paths; empty: the whole input, whose files are not known
 */
public record Slice(String id, List<InputFile> files) {
  private static final int ID_BYTES = 8;

  public Slice {
    files = List.copyOf(files);
  }

  /** A new slice of these files, named after their paths. */
  static Slice of(List<InputFile> files) {
    return new Slice(digest(files.stream().map(InputFile::path).toList()), files);
  }

  /** The whole of an input that Spark reads by other means than files. */
  static Slice whole(String location) {
    return new Slice(digest(List.of(location)), List.of());
  }

  long bytes() {
    return files.stream().mapToLong(InputFile::length).sum();
  }

  /** For a reader: the common directory's last part, and how many files. */
  public String describe() {
    if (files.isEmpty()) {
      return id + " (whole input)";
    }
    String directory = files.get(0).directory();
    return "%s (%s, %d %s)"
        .formatted(
            id,
            directory.substring(directory.lastIndexOf('/') + 1),
            files.size(),
            files.size() == 1 ? "file" : "files");
  }

  private static String digest(List<String> names) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      names.forEach(name -> sha256.update((name + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(sha256.digest(), 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
