package org.thumbscore.lake.plan;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A part of the input that is committed as a whole.
 *
 * @param id the id in the ledger, safe as a file name
 * @param files the files in path order; if the input is not read as files, one entry that
 *     represents the table, or none
 */
public record Slice(String id, List<InputFile> files) {
  /** The name of the column that identifies the slice of a row while it is scored. */
  public static final String COLUMN = "_thumbscore_slice";

  private static final int ID_BYTES = 8;

  public Slice {
    files = List.copyOf(files);
  }

  /** Returns a new slice of the given files, with an id derived from their paths. */
  static Slice of(List<InputFile> files) {
    return new Slice(digest(files.stream().map(InputFile::path).toList()), files);
  }

  /**
   * Returns a slice that covers an input that Spark does not read as files.
   *
   * @param version the version of the input's content; empty if it has none
   */
  public static Slice whole(String location, Optional<String> version) {
    return new Slice(
        digest(List.of(location)),
        version.map(v -> InputFile.table(location, v)).stream().toList());
  }

  /** Returns whether the slice covers an input that is not read as files. */
  public boolean isWhole() {
    return files.isEmpty() || files.get(0).isTable();
  }

  long bytes() {
    return files.stream().mapToLong(InputFile::length).sum();
  }

  /** Returns a short description with the last part of the directory and the number of files. */
  public String describe() {
    if (isWhole()) {
      return id + " (whole input)";
    }
    String directory = files.get(0).stored().directory();
    return "%s (%s, %d %s)"
        .formatted(
            id,
            directory.substring(directory.lastIndexOf('/') + 1),
            files.size(),
            files.size() == 1 ? "file" : "files");
  }

  private static String digest(List<String> names) {
    MessageDigest sha256 = DigestUtils.getSha256Digest();
    names.forEach(name -> DigestUtils.updateDigest(sha256, name + "\n"));
    return Hex.encodeHexString(sha256.digest()).substring(0, 2 * ID_BYTES);
  }
}
