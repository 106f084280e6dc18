package org.thumbscore.image.codec;

import java.io.IOException;
import javax.imageio.ImageReader;
import org.thumbscore.common.Messages;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;

/** A runner for the JDK's readers on untrusted bytes. */
final class JdkDecode {
  private JdkDecode() {}

  /** A step that reads an image; the reader is disposed of afterwards. */
  @FunctionalInterface
  interface Step<T> {
    T read(ImageReader reader) throws IOException, UndecodableException, TooLargeException;
  }

  /**
   * Returns the result of a step.
   *
   * @throws UndecodableException if the reader fails in any way; on damaged input, the JDK's
   *     readers throw various unchecked exceptions
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
