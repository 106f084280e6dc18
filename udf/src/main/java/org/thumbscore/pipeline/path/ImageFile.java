package org.thumbscore.pipeline.path;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.OpenFileOptions;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;
import org.thumbscore.common.Redaction;
import org.thumbscore.image.PreparedImage.Reason;

/**
 * A file that contains an image. Its methods block as long as the file system does.
 *
 * @param maxBytes the maximum length of an image that is read
 */
record ImageFile(Path path, long maxBytes, Configuration hadoop) {

  /** Checks the file's status without reading the file. */
  FileStatus look() throws IOException, RefusedException {
    FileStatus status = status();
    if (status.isDirectory()) {
      throw refused("it is a directory; expected an encoded image");
    }
    if (status.getLen() < 0) {
      throw refused("its file system does not tell its length");
    }
    if (status.getLen() == 0) {
      throw new RefusedException(
          Reason.MISSING,
          "no image: " + Redaction.line(path.toString()) + " is empty, expected an encoded image");
    }
    if (status.getLen() > maxBytes) {
      throw new RefusedException(
          Reason.TOO_LARGE, status.getLen() + " bytes; score.max-image-bytes allows " + maxBytes);
    }
    return status;
  }

  private FileStatus status() throws IOException, RefusedException {
    try {
      return files().getFileStatus(path);
    } catch (FileNotFoundException e) {
      throw refused("no such file");
    }
  }

  /**
   * Reads the whole file.
   *
   * @param status the result of {@link #look}; a file of another length is refused, and never more
   *     than {@link #maxBytes} are read
   */
  byte[] read(FileStatus status) throws IOException, RefusedException {
    int announced = Math.toIntExact(status.getLen());
    try (InputStream in = open(status)) {
      byte[] bytes = in.readNBytes((int) Math.min(maxBytes, announced + 1L));
      if (bytes.length != announced) {
        throw refused(
            "its file system announced %d bytes and %s; expected a file that nobody is writing"
                .formatted(
                    announced, bytes.length < announced ? "gave " + bytes.length : "has more"));
      }
      return bytes;
    }
  }

  private InputStream open(FileStatus status) throws IOException {
    return FutureIO.awaitFuture(
        files()
            .openFile(path)
            .opt(
                OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY,
                OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_WHOLE_FILE)
            // Avoids another request for the status.
            .withFileStatus(status)
            .build());
  }

  private FileSystem files() throws IOException {
    return path.getFileSystem(hadoop);
  }

  RefusedException refused(String why) {
    return RefusedException.unreadable(path.toString(), why);
  }
}
