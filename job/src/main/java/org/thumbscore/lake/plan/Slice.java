package org.thumbscore.lake.plan;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A part of the input that is committed as a whole.
 *
 * @param id names it in the ledger; safe as a file name
 * @param files in the order of their paths; of an input whose files are not known one that stands
 *     for the table, or none
 */
public record Slice(String id, List<InputFile> files) {
  /** Name of the column by which rows of several slices are told apart while they are scored. */
  public static final String COLUMN = "_thumbscore_slice";

  private static final int ID_BYTES = 8;

  public Slice {
    files = List.copyOf(files);
  }

  /** A new slice of these files, named after their paths. */
  static Slice of(List<InputFile> files) {
    return new Slice(digest(files.stream().map(InputFile::path).toList()), files);
  }

  /**
   * The whole of an input that Spark reads by other means than files.
   *
   * @param version what tells its content from another; empty where nothing does
   */
  public static Slice whole(String location, Optional<String> version) {
    return new Slice(
        digest(List.of(location)),
        version.map(v -> InputFile.table(location, v)).stream().toList());
  }

  /** Whether it is all of an input, of which no files are known. */
  public boolean isWhole() {
    return files.isEmpty() || files.get(0).isTable();
  }

  long bytes() {
    return files.stream().mapToLong(InputFile::length).sum();
  }

  /** For a reader: the common directory's last part, and how many files. */
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
