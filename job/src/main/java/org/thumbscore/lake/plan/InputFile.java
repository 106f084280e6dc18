package org.thumbscore.lake.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.thumbscore.common.Redaction;

/**
 * One file of an input and what tells its content from another.
 *
 * @param path full URI, encoded as Spark's {@code _metadata.file_path} gives it
 * @param length bytes
 * @param version the store's ETag where it has one, else the modification time
 */
public record InputFile(
    @JsonProperty(value = "path", required = true) String path,
    @JsonProperty(value = "length", required = true) long length,
    @JsonProperty(value = "version", required = true) String version)
    implements Comparable<InputFile> {
  private static final String TABLE = "table:";

  public InputFile {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(version, "version");
  }

  /** Stands for all of a table, at one version. */
  static InputFile table(String location, String version) {
    return new InputFile(TABLE + Redaction.withoutUserInfo(location), 0, version);
  }

  /** The file as the ledger holds it: without user and password. */
  InputFile stored() {
    String clean = Redaction.withoutUserInfo(path);
    return clean.equals(path) ? this : new InputFile(clean, length, version);
  }

  boolean isTable() {
    return path.startsWith(TABLE);
  }

  static InputFile of(String path, FileStatus status) {
    return new InputFile(path, status.getLen(), version(status));
  }

  private static String version(FileStatus status) {
    if (status instanceof EtagSource tagged
        && tagged.getEtag() != null
        && !tagged.getEtag().isEmpty()) {
      return tagged.getEtag();
    }
    return Long.toString(status.getModificationTime());
  }

  /** The directory, without a slash at its end. */
  String directory() {
    return path.substring(0, path.lastIndexOf('/'));
  }

  @Override
  public int compareTo(InputFile other) {
    return path.compareTo(other.path);
  }
}
