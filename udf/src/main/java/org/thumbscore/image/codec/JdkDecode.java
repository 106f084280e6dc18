package org.thumbscore.image.codec;

import java.io.IOException;
import javax.imageio.ImageReader;
import org.thumbscore.common.Messages;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;

/** Runs a JDK reader on bytes that may be anything. */
final class JdkDecode {
  private JdkDecode() {}

  /** What is read, by a reader that is disposed afterwards. */
  @FunctionalInterface
  interface Step<T> {
    T read(ImageReader reader) throws IOException, UndecodableException, TooLargeException;
  }

  /**
   * The step's result.
   *
   * @throws UndecodableException if the reader fails in any way; damaged input makes the JDK's
   *     readers throw whatever an index or a cast happens to throw
   */
  static <T> T run(JdkReaders readers, byte[] bytes, Step<T> step)
      throws UndecodableException, TooLargeException {
    ImageReader reader = readers.open(bytes);
    try {
      return step.read(reader);
    } catch (IOException | RuntimeException e) {
      throw new UndecodableException("a damaged " + readers + ": " + reason(e), e);
    } finally {
      reader.dispose();
    }
  }

  private static String reason(Exception e) {
    Throwable root = Messages.root(e);
    String message = root.getMessage();
    return message == null || message.isBlank()
        ? root.getClass().getSimpleName()
        : message.replaceAll("\\s+", " ").strip();
  }
}
