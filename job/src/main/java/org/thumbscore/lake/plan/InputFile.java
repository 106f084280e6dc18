package org.thumbscore.lake.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.thumbscore.common.Redaction;

/**
 * A file of an input, with what identifies its content.
 *
 * @param path the full URI, encoded as in Spark's {@code _metadata.file_path}
 * @param length the length in bytes
 * @param version the ETag of the store if it has one, otherwise the modification time
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

  /** Returns an entry that represents a whole table at one version. */
  static InputFile table(String location, String version) {
    return new InputFile(TABLE + Redaction.withoutUserInfo(location), 0, version);
  }

  /** Returns the file as stored in the ledger, without user name and password. */
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

  /** Returns the directory of the file, without a trailing slash. */
  String directory() {
    return path.substring(0, path.lastIndexOf('/'));
  }

  @Override
  public int compareTo(InputFile other) {
    return path.compareTo(other.path);
  }
}
